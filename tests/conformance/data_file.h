// The measuring data: JSON Lines files, one case a line.

#ifndef HEADWATER_TESTS_CONFORMANCE_DATA_FILE_H_
#define HEADWATER_TESTS_CONFORMANCE_DATA_FILE_H_

#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/struct.pb.h"

namespace headwater::conformance {

// One file, held whole in memory. Its lines are views into `text`, so a file must not be moved once
// it is loaded; LoadDataFiles keeps them in a deque for that reason.
struct DataFile {
  std::string path;
  std::string source;  // the file's name without folder and ending: "hive-qout-core"
  std::string text;
  std::vector<absl::string_view> lines;  // blank ones too, so that index + 1 is the line number
};

// A place in the data: file and line number from 1.
struct DataLine {
  const DataFile* file = nullptr;
  size_t number = 0;

  absl::string_view text() const { return file->lines[number - 1]; }
  std::string Place() const;  // "path:number"
  std::string Key() const;    // "source:number", the same on every machine
};

// Loads one file, or every *.jsonl below a folder in order of path. NotFound and the like name the
// path.
absl::StatusOr<std::deque<DataFile>> LoadDataFiles(const std::string& path);

// Every line that is not blank.
std::vector<DataLine> NonBlankLines(const std::deque<DataFile>& files);

// Reads one line's JSON object. InvalidArgument says "path:number: what is wrong".
absl::Status ParseDataLine(const DataLine& line, google::protobuf::Struct* object);

// A member's string; empty where it is missing, null or of another type.
absl::string_view StringMember(const google::protobuf::Struct& object, const char* name);

// A member, or null where it is missing or JSON's null.
const google::protobuf::Value* FindMember(const google::protobuf::Struct& object, const char* name);

// A member's list of strings; other elements are passed over.
std::vector<std::string> StringListMember(const google::protobuf::Struct& object, const char* name);

// Calls work(index, worker) for every index below `count` from `jobs` threads; a worker is a number
// below `jobs`. Returns when all are done.
void RunInParallel(int jobs, size_t count, const std::function<void(size_t, int)>& work);

// Says on stderr which case a thread was at when the program is killed by a signal such as
// SIGSEGV. A crash in the library would otherwise leave no trace of the statement.
void InstallCrashReport();
void SetCurrentCase(const DataLine* line);  // of the calling thread; null: none

}  // namespace headwater::conformance

#endif  // HEADWATER_TESTS_CONFORMANCE_DATA_FILE_H_
