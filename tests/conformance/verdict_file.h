// The report for comparing two builds: one JSON object a line, one line a case.

#ifndef HEADWATER_TESTS_CONFORMANCE_VERDICT_FILE_H_
#define HEADWATER_TESTS_CONFORMANCE_VERDICT_FILE_H_

#include <fstream>
#include <string>

namespace headwater::conformance {

struct Verdict {
  std::string key;  // DataLine::Key, and a statement's number in sessions
  std::string id;
  bool right = false;
  std::string detail;  // what is wrong; empty where nothing is
};

class VerdictFileWriter {
 public:
  explicit VerdictFileWriter(const std::string& path) : out_(path) {}
  void Write(const Verdict& verdict);
  bool ok() const { return out_.good(); }

 private:
  std::ofstream out_;
};

// Prints what became right, what became wrong and what fails differently. The return value is the
// program's exit status: 1 where something became wrong.
int CompareVerdictFiles(const std::string& before, const std::string& after, int limit);

}  // namespace headwater::conformance

#endif  // HEADWATER_TESTS_CONFORMANCE_VERDICT_FILE_H_
