# Finds ANTLR 4: the tool that generates the parser and the C++ runtime that it runs on.
#
#   find_package(Antlr4 REQUIRED COMPONENTS Tool Runtime)
#
# Tool     sets HEADWATER_ANTLR_TOOL: a program that takes the tool's options (Debian's antlr4).
#          For another release give a script that calls its jar:
#          cmake -DHEADWATER_ANTLR_TOOL=/path/to/antlr4
# Runtime  makes the target headwater::antlr4_runtime. Point CMAKE_PREFIX_PATH at another one.
#
# Tool and runtime must understand each other: tool 4.7 to 4.9 goes with runtime 4.9, from 4.10 on
# both must be of the same release.

set(Antlr4_required_vars)

if("Tool" IN_LIST Antlr4_FIND_COMPONENTS)
  find_program(HEADWATER_ANTLR_TOOL NAMES antlr4 DOC "The ANTLR 4 tool")
  list(APPEND Antlr4_required_vars HEADWATER_ANTLR_TOOL)
  if(HEADWATER_ANTLR_TOOL)
    set(Antlr4_Tool_FOUND TRUE)
  endif()
endif()

if("Runtime" IN_LIST Antlr4_FIND_COMPONENTS)
  find_path(ANTLR4_INCLUDE_DIR antlr4-runtime.h PATH_SUFFIXES antlr4-runtime
            DOC "The folder of antlr4-runtime.h")
  find_library(ANTLR4_LIBRARY NAMES antlr4-runtime DOC "ANTLR's C++ runtime library")
  list(APPEND Antlr4_required_vars ANTLR4_INCLUDE_DIR ANTLR4_LIBRARY)
  if(ANTLR4_INCLUDE_DIR AND ANTLR4_LIBRARY)
    set(Antlr4_Runtime_FOUND TRUE)
    if(NOT TARGET headwater::antlr4_runtime)
      add_library(headwater::antlr4_runtime UNKNOWN IMPORTED)
      set_target_properties(headwater::antlr4_runtime PROPERTIES
        IMPORTED_LOCATION "${ANTLR4_LIBRARY}"
        INTERFACE_INCLUDE_DIRECTORIES "${ANTLR4_INCLUDE_DIR}")
      # A static runtime brings none of its own dependencies along.
      if(ANTLR4_LIBRARY MATCHES "\\.a$")
        find_package(Threads REQUIRED)
        set_target_properties(headwater::antlr4_runtime PROPERTIES
          INTERFACE_LINK_LIBRARIES Threads::Threads)
      endif()
    endif()
  endif()
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Antlr4 REQUIRED_VARS ${Antlr4_required_vars} HANDLE_COMPONENTS
  REASON_FAILURE_MESSAGE "script/bootstrap installs it (Debian: antlr4 and libantlr4-runtime-dev)")
mark_as_advanced(HEADWATER_ANTLR_TOOL ANTLR4_INCLUDE_DIR ANTLR4_LIBRARY)
