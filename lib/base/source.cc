#include "headwater/source.h"

#include <cstring>

namespace headwater {
namespace {

// Counts the code points of a piece of UTF-8; a stray byte counts as one.
uint32_t CountCharacters(absl::string_view text) {
  uint32_t count = 0;
  for (char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return count;
}

}  // namespace

LineIndex::LineIndex(absl::string_view text, uint32_t first_line)
    : text_(text), first_line_(first_line) {
  last_.line = first_line;
}

LineColumn LineIndex::Find(uint32_t offset) {
  if (offset > text_.size()) offset = static_cast<uint32_t>(text_.size());
  if (offset < last_offset_) {
    // Going back is rare: start over.
    last_offset_ = 0;
    last_ = LineColumn{first_line_, 1};
  }
  const char* position = text_.data() + last_offset_;
  const char* const target = text_.data() + offset;
  const char* line_start = nullptr;
  while (position < target) {
    const void* newline = std::memchr(position, '\n', target - position);
    if (newline == nullptr) break;
    position = static_cast<const char*>(newline) + 1;
    line_start = position;
    ++last_.line;
  }
  if (line_start != nullptr) last_.column = 1;
  last_.column += CountCharacters(absl::string_view(position, target - position));
  last_offset_ = offset;
  return last_;
}

absl::string_view LineIndex::LineAt(uint32_t offset) const {
  if (offset > text_.size()) offset = static_cast<uint32_t>(text_.size());
  size_t begin = offset;
  while (begin > 0 && text_[begin - 1] != '\n') --begin;
  size_t end = text_.find('\n', offset);
  if (end == absl::string_view::npos) end = text_.size();
  if (end > begin && text_[end - 1] == '\r') --end;
  return text_.substr(begin, end - begin);
}

}  // namespace headwater
