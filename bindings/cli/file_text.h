// The text of one input file.

#ifndef HEADWATER_BINDINGS_CLI_FILE_TEXT_H_
#define HEADWATER_BINDINGS_CLI_FILE_TEXT_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace headwater::cli {

// Small files are read, large ones mapped into memory, so that pages that were used can be given
// back. A mapped file must not be cut short by another program meanwhile. Movable.
class FileText {
 public:
  // `path` "-" is standard input. The error is one clause, without the path: "no such file".
  static absl::StatusOr<FileText> Open(const std::string& path);

  FileText(FileText&& other) noexcept;
  FileText& operator=(FileText&& other) noexcept;
  ~FileText();

  absl::string_view text() const {
    return mapped_ == nullptr ? absl::string_view(read_)
                              : absl::string_view(static_cast<const char*>(mapped_), mapped_size_);
  }

  // Tells that text()[0, offset) is not needed for now: a mapped file's pages leave memory and
  // come back when they are read again. Cheap when called often.
  void Release(size_t offset);

 private:
  FileText() = default;

  std::string read_;
  void* mapped_ = nullptr;
  size_t mapped_size_ = 0;
  size_t released_ = 0;
};

}  // namespace headwater::cli

#endif  // HEADWATER_BINDINGS_CLI_FILE_TEXT_H_
