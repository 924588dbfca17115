#include "syntax/scanner.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "base/utf8.h"
#include "syntax/keywords.h"

namespace headwater::syntax {
namespace {

enum ByteClass : uint8_t { kOtherByte, kBlank, kWordByte, kDigit, kHighByte };

constexpr std::array<ByteClass, 256> MakeByteClasses() {
  std::array<ByteClass, 256> table{};
  for (int c : {' ', '\t', '\n', '\r', '\f', '\v'}) table[static_cast<size_t>(c)] = kBlank;
  for (int c = 'a'; c <= 'z'; ++c) table[static_cast<size_t>(c)] = kWordByte;
  for (int c = 'A'; c <= 'Z'; ++c) table[static_cast<size_t>(c)] = kWordByte;
  table['_'] = kWordByte;
  for (int c = '0'; c <= '9'; ++c) table[static_cast<size_t>(c)] = kDigit;
  for (size_t c = 0x80; c < 0x100; ++c) table[c] = kHighByte;
  return table;
}

constexpr std::array<ByteClass, 256> kByteClasses = MakeByteClasses();

ByteClass ClassOf(char c) { return kByteClasses[static_cast<uint8_t>(c)]; }

// Blanks beyond ASCII: the no-break space and the ideographic space that Chinese input methods
// type.
bool IsWideBlank(uint32_t code_point) {
  return code_point == 0xA0 || code_point == 0x3000 || code_point == 0xFEFF;
}

// Full-width punctuation typed in place of ASCII; it never belongs to a name.
bool IsWidePunctuation(uint32_t c) {
  return (c >= 0xFF01 && c <= 0xFF0F) || (c >= 0xFF1A && c <= 0xFF1E) || c == 0x3001 ||
         c == 0x3002 || (c >= 0x2018 && c <= 0x201D);
}

bool IsValidUtf8(absl::string_view text) {
  size_t i = 0;
  while (i < text.size()) {
    if (static_cast<uint8_t>(text[i]) < 0x80) {
      ++i;
      continue;
    }
    base::CodePoint point = base::DecodeFront(text.substr(i));
    if (!point.valid) return false;
    i += point.bytes;
  }
  return true;
}

}  // namespace

Scanner::Scanner(absl::string_view text, Dialect dialect, const ParseLimits& limits,
                 Variables* variables)
    : text_(text),
      size_(static_cast<uint32_t>(text.size())),
      dialect_(dialect),
      limits_(limits),
      variables_(variables),
      blocks_(text) {}

bool Scanner::NextStatement(base::Arena* arena, StatementTokens* out) {
  arena_ = arena;
  out_ = out;
  out->Clear();
  uint32_t scan_begin = at_;
  blocks_.StartStatement();
  while (true) {
    SkipBlanks();
    if (at_ >= size_) break;
    if (text_[at_] == ';') {
      ++at_;
      if (!out->tokens.empty()) break;
      scan_begin = at_;
      continue;
    }
    if (out->tokens.empty()) {
      scan_begin = at_;
      if (AtRawStatement()) {
        ScanRawStatement();
        break;
      }
    }
    if (out->tokens.size() >= limits_.statement_tokens ||
        at_ - scan_begin >= limits_.statement_bytes) {
      out->too_large = true;
      RecoverFrom(at_);
      break;
    }
    ScanToken();
    if (!out->tokens.empty() && out->tokens.back().type == T_END_OF_QUOTE) {
      RecoverFrom(scan_begin);
      break;
    }
    if (dialect_ == Dialect::kSpark && blocks_.Watches(*out)) {
      SkipBlanks();
      if (blocks_.EndsStatement(out, at_)) break;
    }
  }
  if (!out->raw) blocks_.Finish(out);
  if (out->tokens.empty() && !blocks_.ReportOpenBlock(out)) return false;
  out->begin = out->tokens.front().begin;
  out->end = out->tokens.back().end;
  Push(kEndOfStatement, out->end, out->end);
  return true;
}

void Scanner::RecoverFrom(uint32_t begin) {
  uint32_t at = begin;
  while (at < size_) {
    size_t line_end = text_.find('\n', at);
    uint32_t end = line_end == absl::string_view::npos ? size_ : static_cast<uint32_t>(line_end);
    uint32_t last = end;
    while (last > at && ClassOf(text_[last - 1]) == kBlank) --last;
    if (last > at && text_[last - 1] == ';') {
      at_ = last;
      return;
    }
    at = end + 1;
  }
  at_ = size_;
}

// --- blanks and comments ----------------------------------------------------------------------

void Scanner::SkipBlanks() {
  while (at_ < size_) {
    char c = text_[at_];
    ByteClass byte_class = ClassOf(c);
    if (byte_class == kBlank) {
      ++at_;
    } else if (byte_class == kHighByte) {
      base::CodePoint point = base::DecodeFront(text_.substr(at_));
      if (!point.valid || !IsWideBlank(point.value)) return;
      at_ += static_cast<uint32_t>(point.bytes);
    } else if (!SkipComment() && !SkipJinjaTag()) {
      return;
    }
  }
}

// -- to the end of the line (also // and # in Doris), /* */ (nested in Spark), but not a hint.
bool Scanner::SkipComment() {
  char c = text_[at_];
  char next = At(at_ + 1);
  bool to_line_end = (c == '-' && next == '-') ||
                     (dialect_ == Dialect::kDoris && ((c == '/' && next == '/') || c == '#'));
  if (to_line_end) {
    uint32_t begin = at_;
    size_t end = text_.find('\n', at_);
    // Spark: a backslash before the line's end carries the comment on.
    while (dialect_ == Dialect::kSpark && end != absl::string_view::npos && text_[end - 1] == '\\')
      end = text_.find('\n', end + 1);
    at_ = end == absl::string_view::npos ? size_ : static_cast<uint32_t>(end + 1);
    if (!out_->invalid_utf8 && !IsValidUtf8(text_.substr(begin, at_ - begin))) {
      out_->invalid_utf8 = true;
      out_->invalid_utf8_at = begin;
    }
    return true;
  }
  if (c != '/' || next != '*' || At(at_ + 2) == '+') return false;
  SkipBlockComment();
  return true;
}

void Scanner::SkipBlockComment() {
  uint32_t begin = at_;
  at_ += 2;
  int depth = 1;
  while (at_ < size_) {
    if (text_[at_] == '*' && At(at_ + 1) == '/') {
      at_ += 2;
      if (--depth == 0) return;
    } else if (dialect_ == Dialect::kSpark && text_[at_] == '/' && At(at_ + 1) == '*') {
      at_ += 2;
      ++depth;
    } else {
      ++at_;
    }
  }
  // Spark nests comments; a "/*" inside a comment that others would not count must not eat the
  // rest.
  if (depth > 1) {
    size_t end = text_.find("*/", begin + 2);
    if (end != absl::string_view::npos) {
      at_ = static_cast<uint32_t>(end + 2);
      return;
    }
  }
  at_ = size_;
  Push(T_END_OF_QUOTE, begin, begin + 2);
}

// {% if .. %} and {# .. #}: passed over; the text between tags stays. Of an {% else %} branch the
// first one counts: two branches seldom make one statement.
bool Scanner::SkipJinjaTag() {
  if (text_[at_] != '{') return false;
  char kind = At(at_ + 1);
  if (kind == '#') {
    size_t end = text_.find("#}", at_ + 2);
    if (end == absl::string_view::npos) return false;
    at_ = static_cast<uint32_t>(end + 2);
    return true;
  }
  if (kind != '%') return false;
  auto tag_at = [this](size_t at, size_t* end) {
    *end = text_.find("%}", at + 2);
    if (*end == absl::string_view::npos) return absl::string_view();
    absl::string_view tag = text_.substr(at + 2, *end - at - 2);
    *end += 2;
    while (!tag.empty() && (tag.front() == '-' || ClassOf(tag.front()) == kBlank))
      tag.remove_prefix(1);
    size_t word = 0;
    while (word < tag.size() && ClassOf(tag[word]) == kWordByte) ++word;
    return tag.substr(0, word);
  };
  size_t end = 0;
  absl::string_view word = tag_at(at_, &end);
  if (end == absl::string_view::npos) return false;
  at_ = static_cast<uint32_t>(end);
  if (word != "else" && word != "elif") return true;
  int depth = 0;
  while (at_ < size_) {
    size_t open = text_.find("{%", at_);
    if (open == absl::string_view::npos) break;
    absl::string_view inner = tag_at(open, &end);
    if (end == absl::string_view::npos) break;
    at_ = static_cast<uint32_t>(end);
    if (inner == "if" || inner == "for") ++depth;
    if ((inner == "endif" || inner == "endfor") && --depth < 0) return true;
  }
  at_ = size_;
  return true;
}

// --- statements of the client -----------------------------------------------------------------

bool Scanner::AtRawStatement() const {
  if (text_[at_] == '!' && dialect_ != Dialect::kDoris) return true;
  uint32_t end = at_;
  while (end < size_ && ClassOf(text_[end]) == kWordByte) ++end;
  absl::string_view word = text_.substr(at_, end - at_);
  auto is = [&](absl::string_view other) { return absl::EqualsIgnoreCase(word, other); };
  if (is("set") || is("reset")) return true;
  if (dialect_ == Dialect::kDoris) return false;
  if (is("dfs") || is("source")) return dialect_ == Dialect::kHive;
  if (!is("add") && !is("list") && !is("delete")) return false;
  uint32_t second = end;
  while (second < size_ && ClassOf(text_[second]) == kBlank) ++second;
  uint32_t second_end = second;
  while (second_end < size_ && ClassOf(text_[second_end]) == kWordByte) ++second_end;
  word = text_.substr(second, second_end - second);
  for (absl::string_view kind : {"jar", "jars", "file", "files", "archive", "archives"}) {
    if (is(kind)) return true;
  }
  return false;
}

void Scanner::ScanRawStatement() {
  out_->raw = true;
  uint32_t begin = at_;
  ++at_;
  while (at_ < size_ && ClassOf(text_[at_]) == kWordByte) ++at_;
  Push(T_IDENTIFIER, begin, at_);
  uint32_t rest = at_;
  // A quote protects a semicolon only if it closes on its line: `!echo don't;` has none.
  while (at_ < size_ && text_[at_] != ';') {
    char c = text_[at_];
    if (c == '\'' || c == '"') {
      size_t close = text_.find(c, at_ + 1);
      size_t line = text_.find('\n', at_);
      if (close != absl::string_view::npos && (line == absl::string_view::npos || close < line)) {
        at_ = static_cast<uint32_t>(close);
      }
    } else if (c == '-' && At(at_ + 1) == '-' && ClassOf(At(at_ - 1)) == kBlank) {
      break;  // SET x=1 -- comment
    }
    ++at_;
  }
  uint32_t end = at_;
  if (at_ < size_ && text_[at_] == '-') {
    size_t line = text_.find('\n', at_);
    at_ = line == absl::string_view::npos ? size_ : static_cast<uint32_t>(line);
    SkipBlanks();
  }
  if (at_ < size_ && text_[at_] == ';') ++at_;
  while (end > rest && ClassOf(text_[end - 1]) == kBlank) --end;
  while (rest < end && ClassOf(text_[rest]) == kBlank) ++rest;
  absl::string_view raw = text_.substr(rest, end - rest);
  if (!IsValidUtf8(raw) || absl::StrContains(raw, '\0')) {
    Push(T_UNKNOWN_CHARACTER, rest, end);
    return;
  }
  bool unfilled = false;
  std::string filled = FillTemplates(raw, &unfilled);
  PushText(T_RAW, rest, end, filled == raw ? raw : arena_->Copy(filled), 0);
}

// --- tokens -----------------------------------------------------------------------------------

void Scanner::Push(int type, uint32_t begin, uint32_t end) {
  SqlToken& token = out_->tokens.emplace_back();
  token.type = static_cast<uint16_t>(type);
  token.begin = begin;
  token.end = end;
}

void Scanner::PushText(int type, uint32_t begin, uint32_t end, absl::string_view text,
                       uint8_t flags) {
  Push(type, begin, end);
  out_->tokens.back().link = static_cast<uint32_t>(out_->texts.size());
  out_->tokens.back().flags = flags | SqlToken::kHasText;
  out_->texts.push_back(text);
}

void Scanner::ScanToken() {
  char c = text_[at_];
  switch (ClassOf(c)) {
    case kWordByte:
      if (!ScanPrefixedString()) ScanWord();
      return;
    case kDigit:
      ScanNumber();
      return;
    case kHighByte:
      ScanNonAscii();
      return;
    default:
      break;
  }
  if (c == '\'' || c == '"') return ScanString(c, false);
  if (c == '`') return ScanQuotedName();
  if (AtTemplate(at_)) return ScanTemplate();
  if (c == '.' && ClassOf(At(at_ + 1)) == kDigit) {
    bool behind_name =
        !out_->tokens.empty() && out_->tokens.back().end == at_ &&
        (out_->tokens.back().type == T_IDENTIFIER || IsKeyword(out_->tokens.back().type) ||
         out_->tokens.back().type == T_TEMPLATE);
    if (!behind_name) return ScanNumber();
  }
  if (c == '/' && At(at_ + 1) == '*') return ScanHint();
  ScanSymbol();
}

void Scanner::ScanNonAscii() {
  base::CodePoint point = base::DecodeFront(text_.substr(at_));
  if (!point.valid || IsWidePunctuation(point.value)) {
    uint32_t begin = at_;
    at_ += static_cast<uint32_t>(point.bytes);
    Push(T_UNKNOWN_CHARACTER, begin, at_);
    return;
  }
  ScanWord();
}

void Scanner::ScanWord() {
  uint32_t begin = at_;
  bool ascii = true;
  while (at_ < size_) {
    ByteClass byte_class = ClassOf(text_[at_]);
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

// ods_${env}, ${db}_x, t_${yyyymm}_$[hh]: one name, however many variables it holds.
void Scanner::ScanWordWithTemplate(uint32_t begin) {
  while (at_ < size_) {
    ByteClass byte_class = ClassOf(text_[at_]);
    if (byte_class == kWordByte || byte_class == kDigit || byte_class == kHighByte) {
      ++at_;
    } else if (AtTemplate(at_)) {
      at_ = TemplateEnd(at_);
    } else {
      break;
    }
  }
  bool unfilled = false;
  absl::string_view raw = text_.substr(begin, at_ - begin);
  if (!IsValidUtf8(raw)) return Push(T_UNKNOWN_CHARACTER, begin, at_);
  std::string filled = FillTemplates(raw, &unfilled);
  PushText(T_IDENTIFIER, begin, at_, arena_->Copy(filled), unfilled ? SqlToken::kHasTemplate : 0);
}

void Scanner::ScanNumber() {
  uint32_t begin = at_;
  auto digits = [this] {
    while (at_ < size_ && ClassOf(text_[at_]) == kDigit) ++at_;
  };
  if (text_[at_] == '0' && (At(at_ + 1) == 'x' || At(at_ + 1) == 'X')) {
    uint32_t end = at_ + 2;
    while (end < size_ && absl::ascii_isxdigit(static_cast<unsigned char>(text_[end]))) ++end;
    if (end > at_ + 2 && ClassOf(At(end)) != kWordByte) {
      at_ = end;
      return Push(T_NUMBER, begin, at_);
    }
  }
  digits();
  bool after_dot = begin > 0 && text_[begin - 1] == '.' && !out_->tokens.empty() &&
                   out_->tokens.back().end == begin;
  if (!after_dot && At(at_) == '.' && ClassOf(At(at_ + 1)) != kWordByte) {
    ++at_;
    digits();
  }
  char e = At(at_);
  if (e == 'e' || e == 'E') {
    uint32_t exponent = at_ + 1;
    if (At(exponent) == '+' || At(exponent) == '-') ++exponent;
    if (ClassOf(At(exponent)) == kDigit) {
      at_ = exponent;
      digits();
    }
  }
  // Spark's and Hive's suffixes: 1L 2S 3Y 4BD 5D 6F. Anything longer is a name like 1st_day.
  uint32_t suffix = at_;
  while (suffix < size_ &&
         (ClassOf(text_[suffix]) == kWordByte || ClassOf(text_[suffix]) == kDigit ||
          ClassOf(text_[suffix]) == kHighByte)) {
    ++suffix;
  }
  absl::string_view letters = text_.substr(at_, suffix - at_);
  if (AtTemplate(suffix)) {
    at_ = suffix;
    return ScanWordWithTemplate(begin);
  }
  if (letters.empty()) return Push(T_NUMBER, begin, at_);
  at_ = suffix;
  for (absl::string_view known : {"l", "s", "y", "d", "f", "bd"}) {
    if (absl::EqualsIgnoreCase(letters, known) && dialect_ != Dialect::kDoris) {
      return Push(T_NUMBER, begin, at_);
    }
  }
  if (!IsValidUtf8(text_.substr(begin, at_ - begin))) return Push(T_UNKNOWN_CHARACTER, begin, at_);
  Push(T_IDENTIFIER, begin, at_);
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
  uint32_t begin = at_;
  ++at_;
  bool plain = true;
  bool high = false;
  bool has_template = false;
  while (true) {
    if (at_ >= size_) {
      at_ = size_;
      return Push(T_END_OF_QUOTE, begin, begin + 1);
    }
    char c = text_[at_];
    if (c == quote) {
      if (At(at_ + 1) != quote || raw_text) break;
      plain = false;  // a doubled quote
      at_ += 2;
      continue;
    }
    if (c == '\\' && !raw_text) {
      plain = false;
      at_ += 2;
      continue;
    }
    if (c == '$' || c == '{') has_template = has_template || AtTemplate(at_);
    if (c == '\0') has_template = true;
    high = high || static_cast<uint8_t>(c) >= 0x80;
    ++at_;
  }
  absl::string_view body = text_.substr(begin + 1, at_ - begin - 1);
  ++at_;
  if ((high && !IsValidUtf8(body))) return Push(T_UNKNOWN_CHARACTER, begin, at_);
  uint8_t flags = 0;
  if (has_template) {
    bool unfilled = false;
    body = arena_->Copy(FillTemplates(body, &unfilled));
    if (unfilled) flags |= SqlToken::kHasTemplate;
  }
  PushText(T_STRING, begin, at_, plain ? body : Unescape(body, quote), flags);
}

absl::string_view Scanner::Unescape(absl::string_view body, char quote) {
  std::string text;
  text.reserve(body.size());
  for (size_t i = 0; i < body.size(); ++i) {
    char c = body[i];
    if (c == quote) {
      // Doris reads a doubled quote as one; Hive and Spark join two strings.
      if (dialect_ == Dialect::kDoris) text += quote;
      ++i;
    } else if (c == '\\' && i + 1 < body.size()) {
      char next = body[++i];
      switch (next) {
        case 'n':
          text += '\n';
          break;
        case 't':
          text += '\t';
          break;
        case 'r':
          text += '\r';
          break;
        case 'b':
          text += '\b';
          break;
        case '%':
        case '_':
          text += '\\';
          text += next;
          break;
        default:
          text += next;
      }
    } else {
      text += c;
    }
  }
  return arena_->Copy(text);
}

void Scanner::ScanQuotedName() {
  uint32_t begin = at_;
  bool doubled = false;
  bool has_template = false;
  ++at_;
  while (true) {
    if (at_ >= size_) {
      at_ = size_;
      return Push(T_END_OF_QUOTE, begin, begin + 1);
    }
    if (text_[at_] == '`') {
      if (At(at_ + 1) != '`') break;
      doubled = true;
      ++at_;
    } else if (AtTemplate(at_)) {
      has_template = true;
    }
    ++at_;
  }
  absl::string_view body = text_.substr(begin + 1, at_ - begin - 1);
  ++at_;
  if (!IsValidUtf8(body)) return Push(T_UNKNOWN_CHARACTER, begin, at_);
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
      if (body[i] == '`') ++i;
    }
    body = arena_->Copy(text);
  }
  PushText(T_IDENTIFIER, begin, at_, body, flags);
}

void Scanner::ScanHint() {
  uint32_t begin = at_;
  size_t end = text_.find("*/", at_ + 3);
  if (end == absl::string_view::npos) {
    at_ = size_;
    return Push(T_END_OF_QUOTE, begin, begin + 3);
  }
  at_ = static_cast<uint32_t>(end + 2);
  absl::string_view body = text_.substr(begin + 3, end - begin - 3);
  if (!IsValidUtf8(body)) return Push(T_UNKNOWN_CHARACTER, begin, at_);
  // A hint that stands where none is read is a comment.
  bool read = !out_->tokens.empty() && (out_->tokens.back().type == T_KW_SELECT);
  if (read) PushText(T_HINT, begin, at_, absl::StripAsciiWhitespace(body), 0);
}

// --- variables --------------------------------------------------------------------------------

// ${x}, $[yyyyMMdd-1], {{ x }}, $x
bool Scanner::AtTemplate(uint32_t at) const {
  if (at >= size_) return false;
  char c = text_[at];
  if (c != '$' && c != '{') return false;
  return TemplateEnd(at) != at;
}

// Past the template's end, or `at` if there is none.
uint32_t Scanner::TemplateEnd(uint32_t at) const {
  char c = text_[at];
  char next = At(at + 1);
  if (c == '{') {
    if (next != '{') return at;
    size_t end = text_.find("}}", at + 2);
    return end == absl::string_view::npos ? at : static_cast<uint32_t>(end + 2);
  }
  if (next == '{' || next == '[') {
    char close = next == '{' ? '}' : ']';
    int depth = 0;
    for (uint32_t i = at + 1; i < size_ && text_[i] != '\n' && text_[i] != ';'; ++i) {
      if (text_[i] == next) ++depth;
      if (text_[i] == close && --depth == 0) return i + 1;
    }
    return at;
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
  ByteClass next = ClassOf(At(at_));
  if (at_ < size_ &&
      (next == kWordByte || next == kDigit || next == kHighByte || AtTemplate(at_))) {
    at_ = begin;
    return ScanWordWithTemplate(begin);
  }
  absl::string_view written = text_.substr(begin, at_ - begin);
  if (!IsValidUtf8(written)) return Push(T_UNKNOWN_CHARACTER, begin, at_);
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

// --- symbols ----------------------------------------------------------------------------------

void Scanner::ScanSymbol() {
  struct Symbol {
    absl::string_view text;
    int type;
  };
  // Longer ones first.
  static constexpr Symbol kSymbols[] = {
      {"<=>", T_NULL_SAFE_EQ},
      {"==", T_EQ},
      {"!=", T_NEQ},
      {"<>", T_NEQ},
      {"<=", T_LE},
      {">=", T_GE},
      {"!<", T_GE},
      {"!>", T_LE},
      {"||", T_CONCAT},
      {"|>", T_PIPE_GT},
      {"&&", T_AMP_AMP},
      {"->", T_ARROW},
      {"=>", T_FAT_ARROW},
      {"::", T_DOUBLE_COLON},
      {":=", T_ASSIGN},
      {"<<", T_SHIFT_LEFT},
      {"(", T_LPAREN},
      {")", T_RPAREN},
      {",", T_COMMA},
      {".", T_DOT},
      {"*", T_ASTERISK},
      {"=", T_EQ},
      {"<", T_LT},
      {">", T_GT},
      {"+", T_PLUS},
      {"-", T_MINUS},
      {"/", T_SLASH},
      {"%", T_PERCENT},
      {"&", T_AMP},
      {"|", T_PIPE},
      {"^", T_CARET},
      {"~", T_TILDE},
      {"!", T_BANG},
      {"[", T_LBRACKET},
      {"]", T_RBRACKET},
      {"{", T_LBRACE},
      {"}", T_RBRACE},
      {":", T_COLON},
      {"?", T_PARAMETER},
      {"@", T_AT_SIGN},
  };
  static constexpr std::array<uint8_t, 128> kSingle = [] {
    std::array<uint8_t, 128> table{};
    for (const Symbol& symbol : kSymbols) {
      if (symbol.text.size() == 1)
        table[static_cast<size_t>(symbol.text[0])] = static_cast<uint8_t>(symbol.type);
    }
    return table;
  }();
  uint32_t begin = at_;
  char c = text_[at_];
  char next = At(at_ + 1);
  // The common ones cannot begin a longer symbol.
  if (c == ',' || c == '(' || c == ')' || c == '.' || c == '*' || c == '+') {
    ++at_;
    return Push(kSingle[static_cast<size_t>(c)], begin, at_);
  }
  bool behind_operand = false;
  if (!out_->tokens.empty() && out_->tokens.back().end == at_) {
    int last = out_->tokens.back().type;
    behind_operand = last == T_IDENTIFIER || last == T_TEMPLATE || last == T_RPAREN ||
                     last == T_RBRACKET || last == T_STRING || last == T_NUMBER || IsKeyword(last);
  }
  if (c == '@' && !behind_operand) {
    while (at_ < size_ && text_[at_] == '@') ++at_;
    while (at_ < size_ && (ClassOf(text_[at_]) >= kWordByte || text_[at_] == '.')) ++at_;
    return Push(T_PARAMETER, begin, at_);
  }
  if (c == ':' && ClassOf(next) == kWordByte && !out_->tokens.empty()) {
    int last = out_->tokens.back().type;
    bool after_value = last == T_IDENTIFIER || last == T_STRING || last == T_NUMBER ||
                       last == T_RBRACKET || last == T_RPAREN || last == T_RBRACE ||
                       last == T_TEMPLATE || IsKeyword(last);
    if (!after_value || (!behind_operand && last != T_STRING && last != T_NUMBER)) {
      ++at_;
      while (at_ < size_ && ClassOf(text_[at_]) >= kWordByte) ++at_;
      return Push(T_PARAMETER, begin, at_);
    }
  }
  for (const Symbol& symbol : kSymbols) {
    if (symbol.text[0] == c && absl::StartsWith(text_.substr(at_), symbol.text)) {
      at_ += static_cast<uint32_t>(symbol.text.size());
      return Push(symbol.type, begin, at_);
    }
  }
  ++at_;
  Push(T_UNKNOWN_CHARACTER, begin, at_);
}

}  // namespace headwater::syntax
