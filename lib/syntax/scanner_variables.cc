// Variables of schedulers and clients: ${x}, $[yyyyMMdd-1], {{ x }}, alone and inside names.

#include <algorithm>

#include "absl/strings/match.h"
#include "base/utf8.h"
#include "syntax/byte_class.h"
#include "syntax/scanner.h"

namespace headwater::syntax {

uint32_t Scanner::TemplateEnd(uint32_t at) {
  constexpr uint32_t kLongest = 4096;  // of ${..} and $[..]: a name, or a short expression
  char c = text_[at];
  char next = At(at + 1);
  if (c == '{') {
    if (next != '{') return at;
    const size_t end = jinja_value_end_.Find(text_, at + 2);
    return end == absl::string_view::npos ? at : static_cast<uint32_t>(end + 2);
  }
  if (next == '{' || next == '[') {
    char close = next == '{' ? '}' : ']';
    int depth = 0;
    const uint32_t last = std::min(size_ - at, kLongest) + at;
    for (uint32_t i = at + 1; i < last && text_[i] != '\n' && text_[i] != ';'; ++i) {
      if (text_[i] == next) ++depth;
      if (text_[i] == close && --depth == 0) return i + 1;
    }
  }
  return at;
}

std::string Scanner::FillTemplates(absl::string_view text, bool* unfilled) const {
  std::string out;
  size_t at = 0;
  while (at < text.size()) {
    size_t open = text.find("${", at);
    if (open == absl::string_view::npos) break;
    size_t close = text.find('}', open);
    if (close == absl::string_view::npos) break;
    out.append(text.data() + at, open - at);
    absl::string_view name = text.substr(open + 2, close - open - 2);
    if (const std::string* value = variables_->Find(name); value != nullptr) {
      out += *value;
    } else {
      out.append(text.data() + open, close + 1 - open);
    }
    at = close + 1;
  }
  out.append(text.data() + at, text.size() - at);
  *unfilled =
      absl::StrContains(out, "${") || absl::StrContains(out, "{{") || absl::StrContains(out, "$[");
  return out;
}

void Scanner::ScanTemplate() {
  uint32_t begin = at_;
  at_ = TemplateEnd(at_);
  // A name may go on behind it: ${db}_x, ${prefix}2024, ${a}${b}.
  if (IsNameByte(At(at_)) || AtTemplate(at_)) {
    at_ = begin;
    return ScanWordWithTemplate(begin);
  }
  absl::string_view written = text_.substr(begin, at_ - begin);
  if (!base::IsValidUtf8(written)) return Push(T_UNKNOWN_CHARACTER, begin, at_);
  if (absl::StartsWith(written, "${")) {
    const std::string* value = variables_->Find(written.substr(2, written.size() - 3));
    constexpr int kDeepestValue = 8;  // ${a} holding ${b} holding ...; Hive stops at 40
    if (value != nullptr && value_depth_ < kDeepestValue) return InsertValue(*value, begin, at_);
  }
  PushText(T_TEMPLATE, begin, at_, written, SqlToken::kHasTemplate);
}

// The value's tokens stand where the variable stands, with its place.
void Scanner::InsertValue(absl::string_view value, uint32_t begin, uint32_t end) {
  absl::string_view text = arena_->Copy(value);
  Scanner inner(text, dialect_, limits_, variables_);
  inner.arena_ = arena_;
  inner.out_ = out_;
  inner.value_depth_ = value_depth_ + 1;
  size_t first = out_->tokens.size();
  while (true) {
    inner.SkipBlanks();
    if (inner.at_ >= inner.size_ || out_->tokens.size() >= limits_.statement_tokens) break;
    if (text[inner.at_] == ';') {
      ++inner.at_;
      continue;
    }
    inner.ScanToken();
  }
  for (size_t i = first; i < out_->tokens.size(); ++i) {
    SqlToken& token = out_->tokens[i];
    if ((token.flags & SqlToken::kHasText) == 0) {
      token.link = static_cast<uint32_t>(out_->texts.size());
      token.flags |= SqlToken::kHasText;
      out_->texts.push_back(text.substr(token.begin, token.end - token.begin));
    }
    token.begin = begin;
    token.end = end;
  }
}

// ods_${env}, ${db}_x, t_${yyyymm}_$[hh]: one name, however many variables it holds.
void Scanner::ScanWordWithTemplate(uint32_t begin) {
  while (at_ < size_) {
    if (IsNameByte(text_[at_])) {
      ++at_;
    } else if (AtTemplate(at_)) {
      at_ = TemplateEnd(at_);
    } else {
      break;
    }
  }
  bool unfilled = false;
  absl::string_view raw = text_.substr(begin, at_ - begin);
  if (!base::IsValidUtf8(raw)) return Push(T_UNKNOWN_CHARACTER, begin, at_);
  std::string filled = FillTemplates(raw, &unfilled);
  PushText(T_IDENTIFIER, begin, at_, arena_->Copy(filled), unfilled ? SqlToken::kHasTemplate : 0);
}

}  // namespace headwater::syntax
