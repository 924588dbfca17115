#include "syntax/bad_token.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/utf8.h"
#include "syntax/syntax_trial.h"

namespace headwater::syntax {
namespace {

struct WideCharacter {
  uint32_t value;
  absl::string_view ascii;
};

// What Chinese input methods and word processors put in place of ASCII, outside the block of
// full-width forms.
constexpr WideCharacter kWide[] = {
    {0x3001, ","}, {0x3002, "."},  {0x2018, "'"},  {0x2019, "'"},  {0x201C, "\""}, {0x201D, "\""},
    {0x2013, "-"}, {0x2014, "-"},  {0x2212, "-"},  {0x300A, "<"},  {0x300B, ">"},  {0x3010, "["},
    {0x3011, "]"}, {0x2264, "<="}, {0x2265, ">="}, {0x2260, "<>"}, {0xFFE5, "$"},  {0x00D7, "*"},
};

bool IsValid(absl::string_view text) {
  for (size_t i = 0; i < text.size();) {
    const base::CodePoint next = base::DecodeFront(text.substr(i));
    if (!next.valid) return false;
    i += next.bytes;
  }
  return true;
}

// A string that swallowed the beginning of the next one: 'a AND b = ' x ''. Its end is behind the
// first word if that makes the rest of the line right.
bool ClosesEarlier(const SyntaxFailure& failure, size_t i) {
  const SqlToken& token = failure.tokens.tokens[i];
  const absl::string_view text = failure.script.substr(token.begin, token.end - token.begin);
  const size_t word = text.find_first_of(" \t\r\n,);");
  if (word == absl::string_view::npos || word + 1 >= text.size()) return false;
  const uint32_t begin = failure.tokens.begin;
  const uint32_t close = token.begin + static_cast<uint32_t>(word);
  size_t end = failure.script.find(';', close);
  if (end == absl::string_view::npos) end = failure.script.size();
  return TryParse(absl::StrCat(failure.script.substr(begin, close - begin), text.substr(0, 1),
                               failure.script.substr(close, end - close)),
                  failure.dialect, failure.variables)
      .parsed;
}

// Where an odd number of quotes begins to be odd.
size_t FirstUnclosed(const SyntaxFailure& failure) {
  constexpr size_t kMostStrings = 20;  // each costs a parse
  constexpr size_t kMostTokens = 20'000;
  const auto& tokens = failure.tokens.tokens;
  if (failure.at > kMostTokens) return failure.at;
  const char quote = failure.script[tokens[failure.at].begin];
  size_t tried = 0;
  for (size_t i = failure.at; i-- > 0 && tried < kMostStrings;) {
    if (tokens[i].type != T_STRING || failure.script[tokens[i].begin] != quote) continue;
    ++tried;
    if (ClosesEarlier(failure, i)) return i;
  }
  return failure.at;
}

// 'abc’: closed by the quote of an input method.
absl::string_view WideQuote(absl::string_view rest) {
  const absl::string_view line = rest.substr(0, rest.find('\n'));
  for (absl::string_view quote : {"’", "‘", "”", "“", "＇", "＂"}) {
    if (absl::StrContains(line, quote)) return quote;
  }
  return {};
}

// 'it's': a word stands right behind an earlier string.
void DescribeQuoteInside(const SyntaxFailure& failure, Diagnostic* diagnostic) {
  const auto& tokens = failure.tokens.tokens;
  for (size_t i = failure.at; i-- > 0;) {
    if (tokens[i].type != T_STRING || tokens[i].end != tokens[i + 1].begin ||
        tokens[i + 1].type != T_IDENTIFIER)
      continue;
    diagnostic->range = {tokens[i].begin, tokens[i].end};
    diagnostic->message = "this string ends too early";
    diagnostic->hint = absl::StrCat("a quote inside a string is written \\",
                                    failure.script.substr(tokens[failure.at].begin, 1));
    return;
  }
}

void DescribeUnclosed(const SyntaxFailure& failure, Diagnostic* diagnostic) {
  const SqlToken& token = failure.tokens.tokens[failure.at];
  const absl::string_view text = failure.script.substr(token.begin, token.end - token.begin);
  if (absl::StartsWith(text, "/*")) {
    diagnostic->message = "this comment is never closed";
    diagnostic->hint = "close it with */";
    return;
  }
  diagnostic->message =
      absl::StrCat("this ", text == "`" ? "back-quoted name" : "string", " is never closed");
  diagnostic->hint = absl::StrCat("close it with ", text);
  const absl::string_view wide = WideQuote(failure.script.substr(token.end));
  if (!wide.empty()) {
    absl::StrAppend(&diagnostic->hint, ": ", wide, " is a full-width quote and closes nothing");
    return;
  }
  if (text == "`") return;
  const char other = text == "'" ? '"' : '\'';
  const absl::string_view rest = failure.script.substr(token.end);
  if (rest.substr(0, rest.find('\n')).find(other) != absl::string_view::npos)
    absl::StrAppend(&diagnostic->hint, ", as it was opened");
  const size_t first = FirstUnclosed(failure);
  if (first == failure.at) return DescribeQuoteInside(failure, diagnostic);
  const SqlToken& begin = failure.tokens.tokens[first];
  diagnostic->range = {begin.begin, begin.begin + 1};
}

// `rest` is the script from the character on.
void DescribeCharacter(absl::string_view text, absl::string_view rest, Diagnostic* diagnostic) {
  const base::CodePoint point = base::DecodeFront(text);
  if (!IsValid(text)) {
    diagnostic->code = "encoding";
    diagnostic->message = "the text here is not valid UTF-8";
    const bool utf16 = absl::StartsWith(rest, "\xFF\xFE") || absl::StartsWith(rest, "\xFE\xFF");
    diagnostic->hint =
        absl::StrCat("convert the file to UTF-8 (from ", utf16 ? "UTF-16" : "GBK", ", perhaps)");
    return;
  }
  if (point.value < 0x20 || point.value == 0x7F) {
    diagnostic->code = "encoding";
    diagnostic->message = absl::StrCat("a control character (byte ", point.value, ") stands here");
    diagnostic->hint = "remove it: is the file damaged?";
    return;
  }
  diagnostic->message = absl::StrCat("unexpected character '", text.substr(0, point.bytes), "'");
  const std::string ascii = AsciiOf(point.value);
  if (!ascii.empty()) {
    diagnostic->hint = absl::StrCat("it is full-width: write ", ascii, " in ASCII");
  } else if (text == "\\") {
    diagnostic->hint = "a backslash escapes in strings only";
  } else if (absl::StartsWith(rest, "${")) {
    diagnostic->message = "this variable is never closed";
    diagnostic->hint = "close it with }";
  } else if (text == "$") {
    diagnostic->hint = "a variable is written ${name}";
  } else if (text == "#") {
    diagnostic->hint = "a comment begins with --";
  }
}

}  // namespace

std::string AsciiOf(uint32_t code_point) {
  if (code_point > 0xFF00 && code_point < 0xFF5F)
    return std::string(1, static_cast<char>(code_point - 0xFEE0));
  for (const WideCharacter& wide : kWide) {
    if (wide.value == code_point) return std::string(wide.ascii);
  }
  return {};
}

Diagnostic DescribeBadToken(const SyntaxFailure& failure) {
  Diagnostic diagnostic;
  const SqlToken& token = failure.tokens.tokens[failure.at];
  diagnostic.range = {token.begin, token.end};
  diagnostic.code = "syntax";
  if (token.type == T_END_OF_QUOTE) {
    DescribeUnclosed(failure, &diagnostic);
  } else {
    const absl::string_view rest = failure.script.substr(token.begin);
    DescribeCharacter(rest.substr(0, token.end - token.begin), rest, &diagnostic);
  }
  return diagnostic;
}

}  // namespace headwater::syntax
