# cmake -DPARSER=SqlParser.cpp -P CountAdaptivePredict.cmake
#
# Fails unless the generated parser is LL(1): each decision is a switch over one token, none calls
# ANTLR's adaptivePredict. Names the rules of the decisions that do.

cmake_minimum_required(VERSION 3.22)

file(STRINGS "${PARSER}" lines REGEX
     "adaptivePredict|^[A-Za-z]+::[A-Za-z]+Context ?\\* ?[A-Za-z]+::[A-Za-z_0-9]+\\(")
set(count 0)
set(rules)
foreach(line IN LISTS lines)
  if(line MATCHES "adaptivePredict")
    math(EXPR count "${count} + 1")
    list(APPEND rules "${rule}")
  elseif(line MATCHES "Parser::([A-Za-z_0-9]+)\\(")
    set(rule "${CMAKE_MATCH_1}")
  endif()
endforeach()
if(count GREATER 0)
  list(REMOVE_DUPLICATES rules)
  list(JOIN rules ", " rules)
  message(FATAL_ERROR "${count} calls of adaptivePredict in the generated parser, in: ${rules}")
endif()
message(STATUS "0 calls of adaptivePredict")
