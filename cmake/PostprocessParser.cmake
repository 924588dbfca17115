# cmake -DINPUT=raw/SqlParser -DOUTPUT=generated/SqlParser -P PostprocessParser.cmake
#
# Writes OUTPUT.cpp and OUTPUT.h: ANTLR's INPUT.cpp and INPUT.h with the runtime taken out, but for the
# ATN. What stands in for it is lib/syntax/parser_base.h.
#
# 1. Contexts, tokens and the token stream are the types of that header: small, without virtual
#    functions, without the fields of a parse tree. No ATN simulator is made for each parser, since
#    an LL(1) parser never asks it.
# 2. A decision that no token fits calls Stop() instead of throwing what a handler in each rule
#    catches: the handlers go.
# 3. ANTLR 4.7 to 4.9 writes `dynamic_cast<SomeContext *>(_localctx)->label = ...` for each label. In
#    that place _localctx was made by the same function as exactly this context or as one that
#    derives from it, so the cast cannot fail, and it costs more than the rest of the assignment.
#    Newer tools write antlrcpp::downCast, a static_cast.
# 4. ANTLR 4.7 to 4.9 deserialises the ATN in a static initialiser: 2 ms that every process pays
#    when it starts. It is made when getATN() is first called, which is for a syntax error; a
#    function's static variable is initialised once, whatever the threads do. Newer tools do it
#    when the first parser is made.

cmake_minimum_required(VERSION 3.22)

# write_if_different(<path> <text>): an unchanged file keeps its time stamp, so nothing compiles again.
function(write_if_different path text)
  set(previous "")
  if(EXISTS "${path}")
    file(READ "${path}" previous)
  endif()
  if(NOT previous STREQUAL text)
    file(WRITE "${path}" "${text}")
  endif()
endfunction()

file(READ "${INPUT}.cpp" source)
file(READ "${INPUT}.h" header)
string(REGEX REPLACE "dynamic_cast<([A-Za-z0-9_:]*Context) \\*>\\(_localctx\\)"
       "static_cast<\\1 *>(_localctx)" source "${source}")

string(REPLACE "antlr4::ParserRuleContext" "RuleNode" header "${header}")
string(REPLACE "antlr4::Token *" "SqlToken *" header "${header}")
string(REPLACE "antlr4::TokenStream *input" "SqlTokenStream *input" header "${header}")
string(REPLACE "virtual " "" header "${header}")
string(REPLACE " override" "" header "${header}")
string(REPLACE "(TokenStream *input" "(SqlTokenStream *input" source "${source}")
string(REPLACE "antlr4::ParserRuleContext" "RuleNode" source "${source}")
string(REPLACE "ParserRuleContext" "RuleNode" source "${source}")
string(REGEX REPLACE "_interpreter = new [^;]*;" "" source "${source}")
string(REPLACE "delete _interpreter;" "" source "${source}")

string(REPLACE "throw NoViableAltException(this);" "Stop();" source "${source}")
string(REPLACE "\n  try {" "\n  {" source "${source}")
string(REGEX REPLACE "catch \\(RecognitionException &e\\) {[^}]*}" "" source "${source}")

set(definition "SqlParser::Initializer SqlParser::_init;")
set(declaration "static Initializer _init;")
set(getter "getATN() const { return _atn; }")
string(FIND "${source}" "${definition}" at_definition)
string(FIND "${header}" "${declaration}" at_declaration)
string(FIND "${header}" "${getter}" at_getter)
if(at_definition GREATER_EQUAL 0 AND at_declaration GREATER_EQUAL 0 AND at_getter GREATER_EQUAL 0)
  string(REPLACE "${definition}" "" source "${source}")
  string(REPLACE "${declaration}" "" header "${header}")
  string(REPLACE "${getter}"
         "getATN() const { static const Initializer once; return _atn; }"
         header "${header}")
elseif(at_definition GREATER_EQUAL 0)
  message(FATAL_ERROR "the tool's static initialiser looks different: see ${CMAKE_CURRENT_LIST_FILE}")
endif()

write_if_different("${OUTPUT}.cpp" "${source}")
write_if_different("${OUTPUT}.h" "${header}")
