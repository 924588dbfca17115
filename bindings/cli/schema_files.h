// The tables that --schema makes known.

#ifndef HEADWATER_BINDINGS_CLI_SCHEMA_FILES_H_
#define HEADWATER_BINDINGS_CLI_SCHEMA_FILES_H_

#include <string>
#include <vector>

#include "headwater/schema.h"

namespace headwater::cli {

// Reads all DDL below `arguments` (files and folders, as FindInputFiles has it) into `*schema`.
// `dialect` is the value of --dialect, or empty. What is wrong is written to stderr; the rest is
// used all the same. Returns whether all was right.
bool ReadSchemaFiles(const std::vector<std::string>& arguments, const std::string& dialect,
                     const std::string& default_database, MemorySchema* schema);

}  // namespace headwater::cli

#endif  // HEADWATER_BINDINGS_CLI_SCHEMA_FILES_H_
