// Words, numbers, strings, quoted names and hints.

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "base/utf8.h"
#include "syntax/byte_class.h"
#include "syntax/keywords.h"
#include "syntax/scanner.h"

namespace headwater::syntax {
namespace {

// What \n, \t and the like stand for; 0 for all others, which stand for themselves.
char EscapedCharacter(char letter) {
  switch (letter) {
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case 'r':
      return '\r';
    case 'b':
      return '\b';
    default:
      return 0;
  }
}

}  // namespace

void Scanner::ScanWord() {
  const uint32_t begin = at_;
  bool ascii = true;
  while (at_ < size_) {
    const ByteClass byte_class = ClassOf(text_[at_]);
    if (byte_class == kWordByte || byte_class == kDigit) {
      ++at_;
    } else if (byte_class == kHighByte) {
      base::CodePoint point = base::DecodeFront(text_.substr(at_));
      if (!point.valid || IsWideBlank(point.value) || IsWidePunctuation(point.value)) break;
      ascii = false;
      at_ += static_cast<uint32_t>(point.bytes);
    } else if (text_[at_] == '$' && !AtTemplate(at_)) {
      ++at_;
    } else {
      break;
    }
  }
  if (AtTemplate(at_)) return ScanWordWithTemplate(begin);
  absl::string_view word = text_.substr(begin, at_ - begin);
  Push(ascii ? FindKeyword(word, dialect_) : T_IDENTIFIER, begin, at_);
}

void Scanner::ScanNumber() {
  const uint32_t begin = at_;
  if (ScanHexNumber()) return;
  if (text_[at_] == '.') {
    ++at_;
    ScanDigits();
  } else {
    ScanDigits();
    // Behind a dot a number is a part of a path: t.1.x has no decimal point.
    const bool in_path = begin > 0 && text_[begin - 1] == '.' && !out_->tokens.empty() &&
                         out_->tokens.back().end == begin;
    if (!in_path && At(at_) == '.' && ClassOf(At(at_ + 1)) != kWordByte) {
      ++at_;
      ScanDigits();
    }
  }
  ScanExponent();
  uint32_t end = at_;
  while (IsNameByte(At(end))) ++end;
  if (AtTemplate(end)) {
    at_ = end;
    return ScanWordWithTemplate(begin);
  }
  const absl::string_view letters = text_.substr(at_, end - at_);
  at_ = end;
  if (letters.empty()) return Push(T_NUMBER, begin, at_);
  // Spark's and Hive's suffixes: 1L 2S 3Y 4BD 5D 6F. Anything else is a name like 1st_day.
  if (dialect_ != Dialect::kDoris) {
    for (absl::string_view suffix : {"l", "s", "y", "d", "f", "bd"}) {
      if (absl::EqualsIgnoreCase(letters, suffix)) return Push(T_NUMBER, begin, at_);
    }
  }
  PushIfUtf8(T_IDENTIFIER, begin);
}

// Doris: the text of a function between $$ and $$, where quotes and semicolons mean nothing.
bool Scanner::ScanDollarText() {
  constexpr absl::string_view kMark = "$$";
  if (!absl::StartsWith(text_.substr(at_), kMark)) return false;
  const size_t close = text_.find(kMark, at_ + kMark.size());
  if (close == absl::string_view::npos) return false;
  const uint32_t begin = at_;
  at_ = static_cast<uint32_t>(close + kMark.size());
  PushIfUtf8(T_STRING, begin);
  return true;
}

// 0x1F
bool Scanner::ScanHexNumber() {
  if (text_[at_] != '0' || (At(at_ + 1) != 'x' && At(at_ + 1) != 'X')) return false;
  uint32_t end = at_ + 2;
  while (absl::ascii_isxdigit(static_cast<unsigned char>(At(end)))) ++end;
  if (end == at_ + 2 || ClassOf(At(end)) == kWordByte) return false;
  Push(T_NUMBER, at_, end);
  at_ = end;
  return true;
}

void Scanner::ScanDigits() {
  while (ClassOf(At(at_)) == kDigit) ++at_;
}

// e10, E-3
void Scanner::ScanExponent() {
  if (At(at_) != 'e' && At(at_) != 'E') return;
  const uint32_t digits = At(at_ + 1) == '+' || At(at_ + 1) == '-' ? at_ + 2 : at_ + 1;
  if (ClassOf(At(digits)) != kDigit) return;
  at_ = digits;
  ScanDigits();
}

// r'..' (no escapes) in Spark; x'..' is left to the lookahead pass, which sees two tokens.
bool Scanner::ScanPrefixedString() {
  char quote = At(at_ + 1);
  if (quote != '\'' && quote != '"') return false;
  if (dialect_ != Dialect::kSpark || (text_[at_] != 'r' && text_[at_] != 'R')) return false;
  ++at_;
  ScanString(quote, true);
  return true;
}

void Scanner::ScanString(char quote, bool raw_text) {
  const uint32_t begin = at_;
  if (!raw_text && IsUnclosed(begin)) return PushUnclosed(begin);
  bool plain = true;  // the text is what stands between the quotes
  bool high = false;
  bool has_template = false;
  for (++at_;; ++at_) {
    if (at_ >= size_) return PushUnclosed(begin);
    const char c = text_[at_];
    if (c == quote) {
      if (At(at_ + 1) != quote || raw_text) break;
      plain = false;  // a doubled quote
      ++at_;
    } else if (c == '\\' && !raw_text) {
      plain = false;
      ++at_;
    } else if (c == '$' || c == '{') {
      has_template = has_template || AtTemplate(at_);
    } else if (static_cast<uint8_t>(c) >= 0x80) {
      high = true;
    }
  }
  absl::string_view body = text_.substr(begin + 1, at_ - begin - 1);
  ++at_;
  if (high && !base::IsValidUtf8(body)) return Push(T_UNKNOWN_CHARACTER, begin, at_);
  uint8_t flags = 0;
  if (has_template) {
    bool unfilled = false;
    body = arena_->Copy(FillTemplates(body, &unfilled));
    if (unfilled) flags |= SqlToken::kHasTemplate;
  }
  PushText(T_STRING, begin, at_, plain ? body : Unescape(body, quote), flags);
}

// An unclosed quote ends its statement, and the next statement begins within what it enclosed. That
// the search from another such quote would end there, too, need not be found out again.
bool Scanner::IsUnclosed(uint32_t at) const {
  const char quote = text_[at];
  const uint32_t before = unclosed_[quote == '\'' ? 0 : quote == '"' ? 1 : 2];
  return before != kNowhere && before < at && At(at + 1) != quote;
}

void Scanner::PushUnclosed(uint32_t begin) {
  const char quote = text_[begin];
  unclosed_[quote == '\'' ? 0 : quote == '"' ? 1 : 2] = begin;
  at_ = size_;
  Push(T_END_OF_QUOTE, begin, begin + 1);
}

absl::string_view Scanner::Unescape(absl::string_view body, char quote) {
  std::string text;
  text.reserve(body.size());
  for (size_t i = 0; i < body.size(); ++i) {
    const char c = body[i];
    if (c == quote) {
      // Doris reads a doubled quote as one; Hive and Spark join two strings.
      if (dialect_ == Dialect::kDoris) text += quote;
      ++i;
    } else if (c == '\\' && i + 1 < body.size()) {
      const char next = body[++i];
      if (next == '%' || next == '_') text += '\\';  // for LIKE to see
      const char escaped = EscapedCharacter(next);
      text += escaped != 0 ? escaped : next;
    } else {
      text += c;
    }
  }
  return arena_->Copy(text);
}

void Scanner::ScanQuotedName() {
  const uint32_t begin = at_;
  const char quote = text_[begin];
  if (IsUnclosed(begin)) return PushUnclosed(begin);
  bool doubled = false;
  bool has_template = false;
  for (++at_;; ++at_) {
    if (at_ >= size_) return PushUnclosed(begin);
    if (text_[at_] == quote) {
      if (At(at_ + 1) != quote) break;
      doubled = true;
      ++at_;
    } else if (AtTemplate(at_)) {
      has_template = true;
    }
  }
  absl::string_view body = text_.substr(begin + 1, at_ - begin - 1);
  ++at_;
  if (!base::IsValidUtf8(body)) return Push(T_UNKNOWN_CHARACTER, begin, at_);
  uint8_t flags = SqlToken::kQuoted;
  if (has_template) {
    bool unfilled = false;
    body = arena_->Copy(FillTemplates(body, &unfilled));
    if (unfilled) flags |= SqlToken::kHasTemplate;
  }
  if (doubled) {
    std::string text;
    for (size_t i = 0; i < body.size(); ++i) {
      text += body[i];
      if (body[i] == quote) ++i;
    }
    body = arena_->Copy(text);
  }
  PushText(T_IDENTIFIER, begin, at_, body, flags);
}

void Scanner::ScanHint() {
  uint32_t begin = at_;
  const size_t end = comment_end_.Find(text_, at_ + 3);
  if (end == absl::string_view::npos) {
    at_ = size_;
    return Push(T_END_OF_QUOTE, begin, begin + 3);
  }
  at_ = static_cast<uint32_t>(end + 2);
  absl::string_view body = text_.substr(begin + 3, end - begin - 3);
  if (!base::IsValidUtf8(body)) return Push(T_UNKNOWN_CHARACTER, begin, at_);
  // A hint that stands where none is read is a comment.
  bool read = !out_->tokens.empty() && (out_->tokens.back().type == T_KW_SELECT);
  if (read) PushText(T_HINT, begin, at_, absl::StripAsciiWhitespace(body), 0);
}

}  // namespace headwater::syntax
