# Finds RocksDB: makes the target headwater::rocksdb.

find_path(ROCKSDB_INCLUDE_DIR rocksdb/db.h DOC "The folder of rocksdb/db.h")
find_library(ROCKSDB_LIBRARY NAMES rocksdb DOC "The RocksDB library")

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(RocksDb REQUIRED_VARS ROCKSDB_INCLUDE_DIR ROCKSDB_LIBRARY
  REASON_FAILURE_MESSAGE "script/bootstrap installs it (Debian: librocksdb-dev)")
mark_as_advanced(ROCKSDB_INCLUDE_DIR ROCKSDB_LIBRARY)
if(RocksDb_FOUND AND NOT TARGET headwater::rocksdb)
  add_library(headwater::rocksdb UNKNOWN IMPORTED)
  set_target_properties(headwater::rocksdb PROPERTIES
    IMPORTED_LOCATION "${ROCKSDB_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${ROCKSDB_INCLUDE_DIR}")
endif()
