// Diagnostics in the style of compilers, with the source line and a caret below it.

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "headwater/render.h"
#include "lib/base/utf8.h"
#include "lib/render/style.h"

namespace headwater {
namespace {

using base::CodePoint;
using render::Painter;

// A quoted line shows this many columns. Generated SQL has lines of many kilobytes, of which the
// part around the caret is what matters.
constexpr int kQuotedColumns = 100;
constexpr int kColumnsBeforeCaret = 60;

struct SeverityLook {
  absl::string_view name;
  absl::string_view style;
};

SeverityLook SeverityOf(const v1::Diagnostic& diagnostic) {
  switch (diagnostic.severity()) {
    case v1::Diagnostic::NOTE:
      return {"note", render::kCyan};
    case v1::Diagnostic::WARNING:
      return {"warning", render::kMagenta};
    default:
      return {"error", render::kRed};
  }
}

// The line that holds the byte `offset`, without its line break.
absl::string_view LineAround(absl::string_view text, size_t offset) {
  const size_t before = offset == 0 ? absl::string_view::npos : text.rfind('\n', offset - 1);
  const size_t begin = before == absl::string_view::npos ? 0 : before + 1;
  const size_t end = text.find('\n', offset);
  absl::string_view line = text.substr(begin, end == absl::string_view::npos ? end : end - begin);
  while (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

// Where a cut in front of the caret may begin: a code point at most kColumnsBeforeCaret columns
// before it.
size_t QuoteBegin(absl::string_view before_caret) {
  if (before_caret.size() <= size_t{kColumnsBeforeCaret}) return 0;
  // No code point has more than four bytes, so more than this cannot fit in any case.
  size_t begin = 0;
  if (before_caret.size() > 4 * size_t{kColumnsBeforeCaret}) {
    begin = before_caret.size() - 4 * size_t{kColumnsBeforeCaret};
    while (begin < before_caret.size() &&
           (static_cast<unsigned char>(before_caret[begin]) & 0xC0) == 0x80) {
      ++begin;
    }
  }
  int columns = base::DisplayWidth(before_caret.substr(begin));
  while (columns > kColumnsBeforeCaret && begin < before_caret.size()) {
    const CodePoint front = base::DecodeFront(before_caret.substr(begin));
    columns -= base::DisplayWidth(front.value);
    begin += front.bytes;
  }
  return begin;
}

// A code point as it stands in a quotation: tabs and control characters are blanks, so that the
// caret's line needs nothing but widths, and no escape sequence of the script reaches a terminal.
int AppendQuoted(const CodePoint& front, absl::string_view bytes, std::string* out) {
  if (front.value < 0x20 || (front.value >= 0x7F && front.value < 0xA0)) {
    out->push_back(' ');
    return 1;
  }
  if (front.valid) {
    out->append(bytes.data(), bytes.size());
  } else {
    out->append("\xEF\xBF\xBD");
  }
  return base::DisplayWidth(front.value);
}

// The quoted line and, below it, the caret with a tail as long as the span on that line.
void AppendQuotation(absl::string_view line, size_t caret, size_t length,
                     const SeverityLook& severity, const Painter& painter, std::string* out) {
  const size_t begin = QuoteBegin(line.substr(0, caret));
  std::string quoted = begin > 0 ? "…" : "";
  int columns = begin > 0 ? 1 : 0;
  int caret_column = columns;
  int caret_columns = 0;
  size_t at = begin;
  while (at < line.size() && columns < kQuotedColumns) {
    if (at == caret) caret_column = columns;
    const CodePoint front = base::DecodeFront(line.substr(at));
    const int width = AppendQuoted(front, line.substr(at, front.bytes), &quoted);
    if (at >= caret && at < caret + length) caret_columns += width;
    columns += width;
    at += front.bytes;
  }
  if (at <= caret) caret_column = columns;  // the end of the line
  if (at < line.size()) quoted.append("…");
  absl::StrAppend(out, "  ", quoted, "\n  ", std::string(caret_column, ' '));
  painter.Paint(severity.style, "^" + std::string(std::max(0, caret_columns - 1), '~'), out);
  out->push_back('\n');
}

}  // namespace

void AppendDiagnostic(const v1::Diagnostic& diagnostic, absl::string_view source,
                      absl::string_view text, bool color, std::string* out) {
  const Painter painter(color);
  const SeverityLook severity = SeverityOf(diagnostic);
  const v1::Span& span = diagnostic.span();
  std::string place(source.data(), source.size());
  if (span.line() > 0) absl::StrAppend(&place, ":", span.line(), ":", span.column());
  if (!place.empty()) painter.Paint(render::kBold, place + ": ", out);
  painter.Paint(severity.style, absl::StrCat(severity.name, ": "), out);
  absl::StrAppend(out, diagnostic.message(), "\n");
  if (span.line() > 0 && !text.empty() && span.offset() <= text.size()) {
    const absl::string_view line = LineAround(text, span.offset());
    // An offset inside the line break, or past the end, puts the caret behind the last character.
    const size_t line_begin = static_cast<size_t>(line.data() - text.data());
    const size_t caret = std::min(line.size(), static_cast<size_t>(span.offset()) - line_begin);
    AppendQuotation(line, caret, span.length(), severity, painter, out);
  }
  if (!diagnostic.hint().empty()) {
    out->append("  ");
    painter.Paint(render::kCyan, "hint: ", out);
    absl::StrAppend(out, diagnostic.hint(), "\n");
  }
}

}  // namespace headwater
