// The files behind the arguments FILE|DIR|-.

#ifndef HEADWATER_BINDINGS_CLI_INPUT_FILES_H_
#define HEADWATER_BINDINGS_CLI_INPUT_FILES_H_

#include <string>
#include <vector>

namespace headwater::cli {

struct InputFile {
  std::string path;   // as it is shown; "-" is standard input
  std::string error;  // why it cannot be read; empty: it was found
};

// A file stands for itself, whatever its ending. A folder stands for all *.sql, *.hql and *.hive
// files in it and below, sorted by name in each folder; files and folders whose names begin with
// a dot are passed over, and links to folders are not followed. What cannot be read has its place
// in the list, too.
std::vector<InputFile> FindInputFiles(const std::vector<std::string>& arguments);

// Whether `path` is one of `files`, by whatever name.
bool ReadsFile(const std::vector<InputFile>& files, const std::string& path);

// The name for diagnostics: "<stdin>" for "-".
std::string DisplayName(const std::string& path);

}  // namespace headwater::cli

#endif  // HEADWATER_BINDINGS_CLI_INPUT_FILES_H_
