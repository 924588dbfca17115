# cmake -DKEYWORDS=keywords.def -DOUTPUT=SqlTokens.tokens -P GenerateTokens.cmake
#
# Writes ANTLR's token vocabulary from the keyword table. Lines of the forms
#
#   HEADWATER_TOKEN(NAME, ...)     -> NAME=1
#   HEADWATER_KEYWORD(WORD, ...)   -> KW_WORD=2
#
# are numbered in their order from 1, both kinds in one sequence. C++ includes the same file with
# the same macros and counts the same way.

cmake_minimum_required(VERSION 3.22)

file(READ "${KEYWORDS}" table)
# Only the names are matched: the texts hold brackets and semicolons, which CMake's lists would eat.
string(REGEX MATCHALL "\n[ \t]*HEADWATER_(TOKEN|KEYWORD)\\([ \t]*[A-Za-z0-9_]+" entries "\n${table}")

set(number 0)
set(tokens "")
set(seen)
foreach(entry IN LISTS entries)
  string(REGEX MATCH "HEADWATER_(TOKEN|KEYWORD)\\([ \t]*([A-Za-z0-9_]+)" entry "${entry}")
  # Not set(): it takes the word CACHE for its own.
  if(CMAKE_MATCH_1 STREQUAL "KEYWORD")
    string(CONCAT name "KW_" "${CMAKE_MATCH_2}")
  else()
    string(CONCAT name "${CMAKE_MATCH_2}")
  endif()
  if(name IN_LIST seen)
    message(FATAL_ERROR "${KEYWORDS}: ${name} is there twice")
  endif()
  list(APPEND seen "${name}")
  math(EXPR number "${number} + 1")
  string(APPEND tokens "${name}=${number}\n")
endforeach()
if(number EQUAL 0)
  message(FATAL_ERROR "${KEYWORDS}: no HEADWATER_TOKEN or HEADWATER_KEYWORD line")
endif()

# An unchanged vocabulary keeps its time stamp: a new comment or a word's new class in the keyword
# table does not run ANTLR nor compile the parser again.
set(previous "")
if(EXISTS "${OUTPUT}")
  file(READ "${OUTPUT}" previous)
endif()
if(NOT previous STREQUAL tokens)
  file(WRITE "${OUTPUT}" "${tokens}")
endif()
