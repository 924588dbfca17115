#include "syntax/scanner.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "base/utf8.h"
#include "syntax/byte_class.h"
#include "syntax/keywords.h"

namespace headwater::syntax {
Scanner::Scanner(absl::string_view text, Dialect dialect, const ParseLimits& limits,
                 Variables* variables)
    : text_(text),
      size_(static_cast<uint32_t>(text.size())),
      dialect_(dialect),
      limits_(limits),
      variables_(variables),
      comments_nest_(dialect == Dialect::kSpark),
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
    const char c = text_[at_];
    switch (ClassOf(c)) {
      case kBlank:
        ++at_;
        break;
      case kHighByte: {
        const base::CodePoint point = base::DecodeFront(text_.substr(at_));
        if (!point.valid || !IsWideBlank(point.value)) return;
        at_ += static_cast<uint32_t>(point.bytes);
        break;
      }
      case kOtherByte:
        if (c == '{' ? !SkipJinja() : !SkipComment()) return;
        break;
      default:
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
    SkipLineComment();
    return true;
  }
  if (c != '/' || next != '*' || At(at_ + 2) == '+') return false;
  SkipBlockComment();
  return true;
}

void Scanner::SkipLineComment() {
  const uint32_t begin = at_;
  size_t end = text_.find('\n', at_);
  // Spark: a backslash before the line's end carries the comment on.
  while (dialect_ == Dialect::kSpark && end != absl::string_view::npos && text_[end - 1] == '\\') {
    end = text_.find('\n', end + 1);
  }
  at_ = end == absl::string_view::npos ? size_ : static_cast<uint32_t>(end + 1);
  if (!out_->invalid_utf8 && !base::IsValidUtf8(text_.substr(begin, at_ - begin))) {
    out_->invalid_utf8 = true;
    out_->invalid_utf8_at = begin;
  }
}

void Scanner::SkipBlockComment() {
  const uint32_t begin = at_;
  const size_t first_end = comment_end_.Find(text_, begin + 2);
  if (first_end == absl::string_view::npos) {
    at_ = size_;
    Push(T_END_OF_QUOTE, begin, begin + 2);
    return;
  }
  at_ = static_cast<uint32_t>(first_end + 2);
  if (!comments_nest_) return;
  int depth = 1;
  for (at_ = begin + 2; at_ < size_;) {
    if (text_[at_] == '*' && At(at_ + 1) == '/') {
      at_ += 2;
      if (--depth == 0) return;
    } else if (text_[at_] == '/' && At(at_ + 1) == '*') {
      at_ += 2;
      ++depth;
    } else {
      ++at_;
    }
  }
  // A "/*" in the text of a comment must not eat the rest of the script. From here on comments end
  // at their first "*/", as they do in the other dialects.
  comments_nest_ = false;
  out_->has_unclosed_comment = true;
  out_->unclosed_comment = begin;
  at_ = static_cast<uint32_t>(first_end + 2);
}

// {% if .. %} and {# .. #}: passed over; the text between tags stays. Of an {% else %} branch the
// first one counts: two branches seldom make one statement.
bool Scanner::SkipJinja() {
  const char kind = At(at_ + 1);
  if (kind == '#') {
    const size_t end = jinja_comment_end_.Find(text_, at_ + 2);
    if (end == absl::string_view::npos) return false;
    at_ = static_cast<uint32_t>(end + 2);
    return true;
  }
  if (kind != '%') return false;
  size_t end = 0;
  const absl::string_view word = JinjaTag(at_, &end);
  if (end == absl::string_view::npos) return false;
  at_ = static_cast<uint32_t>(end);
  if (word == "else" || word == "elif") SkipToEndOfJinjaIf();
  return true;
}

absl::string_view Scanner::JinjaTag(size_t at, size_t* end) {
  *end = jinja_tag_end_.Find(text_, at + 2);
  if (*end == absl::string_view::npos) return {};
  absl::string_view tag = text_.substr(at + 2, *end - at - 2);
  *end += 2;
  while (!tag.empty() && (tag.front() == '-' || ClassOf(tag.front()) == kBlank)) {
    tag.remove_prefix(1);
  }
  size_t word = 0;
  while (word < tag.size() && ClassOf(tag[word]) == kWordByte) ++word;
  return tag.substr(0, word);
}

void Scanner::SkipToEndOfJinjaIf() {
  int depth = 0;
  while (at_ < size_) {
    const size_t open = text_.find("{%", at_);
    if (open == absl::string_view::npos) break;
    size_t end = 0;
    const absl::string_view word = JinjaTag(open, &end);
    if (end == absl::string_view::npos) break;
    at_ = static_cast<uint32_t>(end);
    if (word == "if" || word == "for") ++depth;
    if ((word == "endif" || word == "endfor") && --depth < 0) return;
  }
  at_ = size_;
}

// --- statements of the client -----------------------------------------------------------------

bool Scanner::AtRawStatement() const {
  if (text_[at_] == '!' && dialect_ != Dialect::kDoris) return true;
  uint32_t end = at_;
  while (end < size_ && ClassOf(text_[end]) == kWordByte) ++end;
  absl::string_view word = text_.substr(at_, end - at_);
  auto is = [&](absl::string_view other) { return absl::EqualsIgnoreCase(word, other); };
  if (is("set") && SetsVariable(end)) return false;
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

// Spark: SET VAR a = 1; in a block, SET a = 1
bool Scanner::SetsVariable(uint32_t after_set) const {
  if (dialect_ != Dialect::kSpark) return false;
  if (blocks_.inside()) return true;
  uint32_t begin = after_set;
  while (begin < size_ && ClassOf(text_[begin]) == kBlank) ++begin;
  uint32_t end = begin;
  while (end < size_ && ClassOf(text_[end]) == kWordByte) ++end;
  absl::string_view word = text_.substr(begin, end - begin);
  return ClassOf(At(end)) == kBlank &&
         (absl::EqualsIgnoreCase(word, "var") || absl::EqualsIgnoreCase(word, "variable"));
}

void Scanner::ScanRawStatement() {
  out_->raw = true;
  const uint32_t begin = at_;
  ++at_;
  while (at_ < size_ && ClassOf(text_[at_]) == kWordByte) ++at_;
  Push(T_IDENTIFIER, begin, at_);
  uint32_t rest = at_;
  uint32_t end = EndOfRawStatement();
  at_ = end;
  if (At(at_) == '-') {
    SkipLineComment();
    SkipBlanks();
  }
  if (At(at_) == ';') ++at_;
  while (end > rest && ClassOf(text_[end - 1]) == kBlank) --end;
  while (rest < end && ClassOf(text_[rest]) == kBlank) ++rest;
  const absl::string_view raw = text_.substr(rest, end - rest);
  if (!base::IsValidUtf8(raw) || absl::StrContains(raw, '\0')) {
    Push(T_UNKNOWN_CHARACTER, rest, end);
    return;
  }
  bool unfilled = false;
  const std::string filled = FillTemplates(raw, &unfilled);
  PushText(T_RAW, rest, end, filled == raw ? raw : arena_->Copy(filled), 0);
}

// At the semicolon, at a comment (SET x=1 -- why) or at the end of the script.
uint32_t Scanner::EndOfRawStatement() const {
  uint32_t at = at_;
  for (; at < size_ && text_[at] != ';'; ++at) {
    const char c = text_[at];
    if (c == '\'' || c == '"') {
      // A quote protects a semicolon only if it closes on its line: `!echo don't;` has none.
      uint32_t close = at + 1;
      while (close < size_ && text_[close] != c && text_[close] != '\n') ++close;
      if (At(close) == c) at = close;
    } else if (c == '-' && At(at + 1) == '-' && ClassOf(At(at - 1)) == kBlank) {
      break;
    }
  }
  return at;
}

// --- tokens -----------------------------------------------------------------------------------

void Scanner::Push(int type, uint32_t begin, uint32_t end) {
  SqlToken& token = out_->tokens.emplace_back();
  token.type = static_cast<uint16_t>(type);
  token.begin = begin;
  token.end = end;
}

void Scanner::PushIfUtf8(int type, uint32_t begin) {
  const bool valid = base::IsValidUtf8(text_.substr(begin, at_ - begin));
  Push(valid ? type : T_UNKNOWN_CHARACTER, begin, at_);
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
  if (c == '`' || (c == '"' && double_quotes_name_)) return ScanQuotedName();
  if (c == '\'' || c == '"') return ScanString(c, false);
  if (c == '$' && dialect_ == Dialect::kHive && AtMemberWord()) return ScanWord();
  if (c == '$' && dialect_ == Dialect::kDoris && ScanDollarText()) return;
  if (AtTemplate(at_)) return ScanTemplate();
  if (c == '.' && ClassOf(At(at_ + 1)) == kDigit && !BehindName()) return ScanNumber();
  if (c == '/' && At(at_ + 1) == '*') return ScanHint();
  ScanSymbol();
}

// Whether the last token is a name, or may become one, and ends here.
bool Scanner::BehindName() const {
  if (out_->tokens.empty() || out_->tokens.back().end != at_) return false;
  const int type = out_->tokens.back().type;
  return type == T_IDENTIFIER || type == T_TEMPLATE || IsKeyword(type);
}

// Hive: DESCRIBE t c.$elem$
bool Scanner::AtMemberWord() const {
  for (absl::string_view word : {"$elem$", "$key$", "$value$"}) {
    if (absl::StartsWithIgnoreCase(text_.substr(at_), word)) return true;
  }
  return false;
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

}  // namespace headwater::syntax
