// Where results go: standard output or the file of --output, in large pieces.

#ifndef HEADWATER_BINDINGS_CLI_OUTPUT_FILE_H_
#define HEADWATER_BINDINGS_CLI_OUTPUT_FILE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace headwater::cli {

// Not thread-safe, but failed() may be asked while the owner's lock is held.
class OutputFile {
 public:
  OutputFile() = default;
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  // `path` empty: standard output. An existing file is replaced.
  absl::Status Open(const std::string& path);

  int fd() const { return fd_; }

  // After a failure writing does nothing.
  void Write(absl::string_view text);

  // Writes to stderr, after what was written so far where both end in one place.
  void WriteDiagnostic(absl::string_view text);

  // Writes what is left. An error says what went wrong; a reader that went away (`| head`) is none.
  absl::Status Close();

  bool failed() const { return failed_; }

 private:
  void Flush();

  int fd_ = -1;
  bool owned_ = false;
  bool terminal_ = false;  // somebody watches: nothing is held back
  bool shares_stderr_ = false;
  bool failed_ = false;
  absl::Status status_;
  std::string buffer_;
};

// Writes all of `text`, whatever the kernel takes at once. Returns 0 or errno.
int WriteAll(int fd, absl::string_view text);

}  // namespace headwater::cli

#endif  // HEADWATER_BINDINGS_CLI_OUTPUT_FILE_H_
