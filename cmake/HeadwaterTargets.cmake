# What every target of the project shares.

# headwater_compile_options(<target>): warnings and sanitizers for code written by hand.
function(headwater_compile_options target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic)
  # gcc 12 sees overlapping copies in `"text" + std::string` (its bug 105651).
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    target_compile_options(${target} PRIVATE -Wno-restrict)
  endif()
  if(HEADWATER_WERROR)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
endfunction()

# headwater_program(<name> <source>... LINK <target>...): an executable of the project.
function(headwater_program name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "LINK")
  add_executable(${name} ${arg_UNPARSED_ARGUMENTS})
  target_link_libraries(${name} PRIVATE headwater ${arg_LINK} Threads::Threads)
  headwater_compile_options(${name})
endfunction()

# Sanitizers go to everything that is compiled, the generated code included.
if(HEADWATER_SANITIZE)
  add_compile_options(-fsanitize=${HEADWATER_SANITIZE} -fno-sanitize-recover=all
                      -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${HEADWATER_SANITIZE})
endif()
if(HEADWATER_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    message(FATAL_ERROR "HEADWATER_FUZZ needs clang: cmake --preset fuzz")
  endif()
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
