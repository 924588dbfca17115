# cmake -DINPUT=raw/SqlParser.cpp -DOUTPUT=SqlParser.cpp -P PostprocessParser.cmake
#
# ANTLR 4.7 to 4.9 writes `dynamic_cast<SomeContext *>(_localctx)->label = ...` for each label. In
# that place _localctx was made by the same function as exactly this context or as one that derives
# from it, so the cast cannot fail, and it costs more than the rest of the assignment. Newer tools
# write antlrcpp::downCast, which is a static_cast, too.

cmake_minimum_required(VERSION 3.22)

file(READ "${INPUT}" text)
string(REGEX REPLACE "dynamic_cast<([A-Za-z0-9_:]*Context) \\*>\\(_localctx\\)"
       "static_cast<\\1 *>(_localctx)" text "${text}")
set(previous "")
if(EXISTS "${OUTPUT}")
  file(READ "${OUTPUT}" previous)
endif()
if(NOT previous STREQUAL text)
  file(WRITE "${OUTPUT}" "${text}")
endif()
