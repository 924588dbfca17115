#include "file_text.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/status/status.h"

namespace headwater::cli {
namespace {

// Below this a read is quicker than the page faults of a mapping.
constexpr size_t kMapFrom = size_t{1} << 20;
// Pages are given back in pieces of this size.
constexpr size_t kReleasePiece = size_t{8} << 20;

class FileDescriptor {
 public:
  explicit FileDescriptor(int fd, bool owned) : fd_(fd), owned_(owned) {}
  ~FileDescriptor() {
    if (owned_ && fd_ >= 0) close(fd_);
  }
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
  bool owned_;
};

absl::Status SystemError(int error) {
  switch (error) {
    case ENOENT:
      return absl::NotFoundError("no such file or folder");
    case EACCES:
    case EPERM:
      return absl::PermissionDeniedError("no permission to read it");
    case EISDIR:
      return absl::InvalidArgumentError("is a folder");
    default:
      return absl::UnknownError(std::strerror(error));
  }
}

absl::Status ReadAll(int fd, size_t expected, std::string* text) {
  size_t used = 0;
  text->resize(expected + 1);  // one more: the end is seen without another round
  while (true) {
    if (used == text->size()) text->resize(text->size() * 2);
    const ssize_t got = read(fd, &(*text)[used], text->size() - used);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return SystemError(errno);
    if (got == 0) break;
    used += static_cast<size_t>(got);
  }
  text->resize(used);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<FileText> FileText::Open(const std::string& path) {
  const bool standard_input = path == "-";
  const FileDescriptor file(
      standard_input ? STDIN_FILENO : open(path.c_str(), O_RDONLY | O_CLOEXEC), !standard_input);
  struct stat info = {};
  if (file.get() < 0 || fstat(file.get(), &info) != 0) return SystemError(errno);
  if (S_ISDIR(info.st_mode)) return SystemError(EISDIR);
  const size_t size = S_ISREG(info.st_mode) ? static_cast<size_t>(info.st_size) : 0;
  FileText text;
  if (size >= kMapFrom) {
    void* mapped = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.get(), 0);
    if (mapped != MAP_FAILED) {
      madvise(mapped, size, MADV_SEQUENTIAL);
      text.mapped_ = mapped;
      text.mapped_size_ = size;
      return text;
    }
  }
  const absl::Status read = ReadAll(file.get(), size > 0 ? size : 65535, &text.read_);
  if (!read.ok()) return read;
  return text;
}

FileText::FileText(FileText&& other) noexcept { *this = std::move(other); }

FileText& FileText::operator=(FileText&& other) noexcept {
  std::swap(read_, other.read_);
  std::swap(mapped_, other.mapped_);
  std::swap(mapped_size_, other.mapped_size_);
  std::swap(released_, other.released_);
  return *this;
}

FileText::~FileText() {
  if (mapped_ != nullptr) munmap(mapped_, mapped_size_);
}

void FileText::Release(size_t offset) {
  if (mapped_ == nullptr || offset < released_ + kReleasePiece) return;
  const size_t end = offset - offset % kReleasePiece;  // a multiple of any page size
  madvise(static_cast<char*>(mapped_) + released_, end - released_, MADV_DONTNEED);
  released_ = end;
}

}  // namespace headwater::cli
