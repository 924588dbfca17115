#include "output_file.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "absl/strings/str_cat.h"

namespace headwater::cli {
namespace {

constexpr size_t kBufferBytes = size_t{1} << 20;

bool SameFile(int a, int b) {
  struct stat first = {};
  struct stat second = {};
  return fstat(a, &first) == 0 && fstat(b, &second) == 0 && first.st_dev == second.st_dev &&
         first.st_ino == second.st_ino;
}

}  // namespace

int WriteAll(int fd, absl::string_view text) {
  while (!text.empty()) {
    const ssize_t wrote = write(fd, text.data(), text.size());
    if (wrote >= 0) {
      text.remove_prefix(static_cast<size_t>(wrote));
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      // Somebody made the terminal or pipe that we share with them non-blocking.
      pollfd ready = {fd, POLLOUT, 0};
      poll(&ready, 1, -1);
    } else if (errno != EINTR) {
      return errno;
    }
  }
  return 0;
}

OutputFile::~OutputFile() {
  if (owned_ && fd_ >= 0) close(fd_);
}

absl::Status OutputFile::Open(const std::string& path) {
  if (path.empty()) {
    fd_ = STDOUT_FILENO;
  } else {
    fd_ = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd_ < 0) {
      return absl::PermissionDeniedError(
          absl::StrCat("cannot write to ", path, ": ", std::strerror(errno)));
    }
    owned_ = true;
  }
  terminal_ = isatty(fd_) == 1;
  shares_stderr_ = SameFile(fd_, STDERR_FILENO);
  return absl::OkStatus();
}

void OutputFile::Write(absl::string_view text) {
  if (failed_) return;
  buffer_.append(text.data(), text.size());
  if (buffer_.size() >= kBufferBytes || terminal_) Flush();
}

void OutputFile::WriteDiagnostic(absl::string_view text) {
  if (shares_stderr_) Flush();
  WriteAll(STDERR_FILENO, text);
}

absl::Status OutputFile::Close() {
  Flush();
  if (owned_ && fd_ >= 0 && close(fd_) != 0 && status_.ok()) {
    status_ = absl::DataLossError(std::strerror(errno));
  }
  owned_ = false;
  return status_;
}

void OutputFile::Flush() {
  if (failed_) return;
  const int error = WriteAll(fd_, buffer_);
  buffer_.clear();
  if (error == 0) return;
  failed_ = true;
  if (error != EPIPE) {
    status_ = absl::DataLossError(absl::StrCat("cannot write the output: ", std::strerror(error)));
  }
}

}  // namespace headwater::cli
