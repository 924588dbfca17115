# Finds RE2, Google's regular expressions: makes the target headwater::re2.

find_path(RE2_INCLUDE_DIR re2/re2.h DOC "The folder of re2/re2.h")
find_library(RE2_LIBRARY NAMES re2 DOC "The RE2 library")

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Re2 REQUIRED_VARS RE2_INCLUDE_DIR RE2_LIBRARY
  REASON_FAILURE_MESSAGE "script/bootstrap installs it (Debian: libre2-dev)")
mark_as_advanced(RE2_INCLUDE_DIR RE2_LIBRARY)
if(Re2_FOUND AND NOT TARGET headwater::re2)
  add_library(headwater::re2 UNKNOWN IMPORTED)
  set_target_properties(headwater::re2 PROPERTIES
    IMPORTED_LOCATION "${RE2_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${RE2_INCLUDE_DIR}")
endif()
