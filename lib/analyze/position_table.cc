#include "lib/analyze/position_table.h"

#include <algorithm>
#include <cstring>

namespace headwater::analyze {
namespace {

bool IsAscii(absl::string_view text) {
  size_t at = 0;
  uint64_t seen = 0;
  for (; at + 8 <= text.size(); at += 8) {
    uint64_t bytes;
    std::memcpy(&bytes, text.data() + at, 8);
    seen |= bytes;
  }
  for (; at < text.size(); ++at) seen |= static_cast<unsigned char>(text[at]);
  return (seen & 0x8080808080808080u) == 0;
}

uint32_t CountCharacters(absl::string_view text) {
  uint32_t count = 0;
  for (char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return count;
}

}  // namespace

void PositionTable::StartStatement(ast::SourceRange range) {
  statement_ = range;
  indexed_ = false;
  first_ = lines_.Find(range.begin);
}

void PositionTable::IndexLines() {
  indexed_ = true;
  line_starts_.clear();
  line_starts_.push_back(statement_.begin);
  const uint32_t end = std::min<uint32_t>(statement_.end, static_cast<uint32_t>(text_.size()));
  const uint32_t begin = std::min(statement_.begin, end);
  const absl::string_view body = text_.substr(begin, end - begin);
  ascii_ = IsAscii(body);
  size_t at = 0;
  while (at < body.size()) {
    const void* newline = std::memchr(body.data() + at, '\n', body.size() - at);
    if (newline == nullptr) break;
    at = static_cast<const char*>(newline) - body.data() + 1;
    line_starts_.push_back(begin + static_cast<uint32_t>(at));
  }
  last_offset_ = begin;
  last_column_ = first_.column;
  last_line_ = 0;
}

uint32_t PositionTable::ColumnAt(size_t line, uint32_t offset) {
  const uint32_t start = line_starts_[line];
  const uint32_t start_column = line == 0 ? first_.column : 1;
  if (ascii_) return start_column + (offset - start);
  uint32_t from = start;
  uint32_t column = start_column;
  if (line == last_line_ && offset >= last_offset_) {
    from = last_offset_;
    column = last_column_;
  }
  column += CountCharacters(text_.substr(from, offset - from));
  last_line_ = line;
  last_offset_ = offset;
  last_column_ = column;
  return column;
}

void PositionTable::Fill(ast::SourceRange range, v1::Span* span) {
  if (!indexed_) IndexLines();
  const uint32_t offset = std::clamp<uint32_t>(range.begin, statement_.begin,
                                               std::max(statement_.begin, statement_.end));
  const size_t line =
      std::upper_bound(line_starts_.begin(), line_starts_.end(), offset) - line_starts_.begin() - 1;
  span->set_offset(range.begin);
  span->set_length(range.end > range.begin ? range.end - range.begin : 0);
  span->set_line(first_.line + static_cast<uint32_t>(line));
  span->set_column(ColumnAt(line, std::min<uint32_t>(offset, static_cast<uint32_t>(text_.size()))));
}

}  // namespace headwater::analyze
