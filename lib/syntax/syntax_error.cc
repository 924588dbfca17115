#include "syntax/syntax_error.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/utf8.h"
#include "syntax/keywords.h"
#include "syntax/lookahead.h"

namespace headwater::syntax {

std::string Shown(absl::string_view text) {
  constexpr size_t kLongestShown = 40;
  size_t end = 0;
  while (end < text.size() && end < kLongestShown) end += base::DecodeFront(text.substr(end)).bytes;
  return absl::StrCat("'", text.substr(0, end), end < text.size() ? "..." : "", "'");
}

bool NearlyEqual(absl::string_view a, absl::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > 1 || a.size() < 3) return false;
  size_t i = 0;
  while (i < a.size() && a[i] == b[i]) ++i;
  if (a.size() < b.size()) return a.substr(i) == b.substr(i + 1);
  if (i == a.size()) return false;
  if (a.substr(i + 1) == b.substr(i + 1)) return true;
  return i + 1 < a.size() && a[i] == b[i + 1] && a[i + 1] == b[i] &&
         a.substr(i + 2) == b.substr(i + 2);
}

namespace {

bool Contains(const std::vector<size_t>& types, size_t type) {
  return std::find(types.begin(), types.end(), type) != types.end();
}

// At most a handful of things, the telling ones first: a set that holds every operand is "an
// expression", one that holds every operator says nothing about operators.
std::string Expectation(const std::vector<size_t>& expected) {
  std::vector<std::string> names;
  bool operand = Contains(expected, T_NUMBER) && Contains(expected, T_KW_CASE);
  bool operators = Contains(expected, T_KW_OR) && Contains(expected, T_SLASH);
  if (operand) {
    names.push_back("an expression");
  } else if (Contains(expected, T_IDENTIFIER) && !operators) {
    names.push_back("a name");
  }
  static constexpr int kTelling[] = {
      T_COMMA,     T_RPAREN,  T_KW_FROM,  T_KW_SELECT,    T_KW_AS,     T_KW_ON,    T_KW_BY,
      T_KW_WHERE,  T_KW_THEN, T_KW_END,   T_KW_WHEN,      T_KW_JOIN,   T_KW_TABLE, T_KW_INTO,
      T_KW_VALUES, T_KW_SET,  T_KW_USING, T_LPAREN_QUERY, T_EQ,        T_STRING,   T_LPAREN,
      T_KW_EXISTS, T_KW_VIEW, T_KW_GROUP, T_KW_ORDER,     T_KW_INSERT, T_KW_TO};
  constexpr size_t kMost = 4;
  for (int type : kTelling) {
    if (names.size() >= kMost) break;
    if (operand && (type == T_STRING || type == T_LPAREN || type == T_LPAREN_QUERY ||
                    type == T_KW_EXISTS || type == T_KW_TABLE))
      continue;
    if (Contains(expected, static_cast<size_t>(type)))
      names.push_back(std::string(TokenTypeName(type)));
  }
  for (size_t type : expected) {
    if (names.size() >= 3 || operators || operand) break;
    std::string name(TokenTypeName(static_cast<int>(type)));
    if (type != kEndOfStatement && std::find(names.begin(), names.end(), name) == names.end())
      names.push_back(name);
  }
  if (Contains(expected, kEndOfStatement) && names.size() < kMost)
    names.push_back("the end of the statement");
  std::string text;
  for (size_t i = 0; i < names.size(); ++i) {
    absl::StrAppend(&text, i == 0 ? "" : i + 1 == names.size() ? " or " : ", ", names[i]);
  }
  return text;
}

// The keyword that a word was probably meant to be, among those that could stand there or begin a
// statement.
absl::string_view MisspeltKeyword(absl::string_view word, const std::vector<size_t>& expected) {
  std::string upper = absl::AsciiStrToUpper(word);
  for (size_t type : expected) {
    if (type >= T_KW_ADD && type < kTokenTypeCount &&
        NearlyEqual(upper, GetKeyword(static_cast<int>(type)).word)) {
      return GetKeyword(static_cast<int>(type)).word;
    }
  }
  for (absl::string_view keyword :
       {"SELECT", "FROM",      "WHERE",     "GROUP",   "ORDER",    "HAVING",  "INSERT", "UPDATE",
        "DELETE", "CREATE",    "TABLE",     "VALUES",  "JOIN",     "LEFT",    "RIGHT",  "INNER",
        "LIMIT",  "PARTITION", "OVERWRITE", "LATERAL", "DISTINCT", "BETWEEN", "UNION"}) {
    if (NearlyEqual(upper, keyword)) return keyword;
  }
  return {};
}

class Hints {
 public:
  Hints(absl::string_view script, Dialect dialect, const StatementTokens& tokens, size_t at,
        const std::vector<size_t>& expected)
      : script_(script),
        dialect_(dialect),
        tokens_(tokens.tokens),
        all_(tokens),
        at_(at),
        expected_(expected) {}

  std::string Find() const {
    int found = Type(at_);
    int before = at_ > 0 ? Type(at_ - 1) : kInvalidToken;
    for (size_t i : {at_, at_ == 0 ? at_ : at_ - 1}) {
      if (Type(i) != T_IDENTIFIER || (tokens_[i].flags & SqlToken::kQuoted)) continue;
      absl::string_view keyword = MisspeltKeyword(Text(i), expected_);
      if (!keyword.empty())
        return absl::StrCat("did you mean ", keyword, " instead of ", Shown(Text(i)), "?");
    }
    if (before == T_COMMA && (found == T_KW_FROM || found == T_RPAREN || found == kEndOfStatement ||
                              found == T_KW_WHERE)) {
      return absl::StrCat("remove the comma before ",
                          found == kEndOfStatement ? "the end" : Shown(Text(at_)));
    }
    if (found == kEndOfStatement && OpenParenthesis() != 0) {
      return "a '(' is not closed";
    }
    if (found == T_RPAREN && Unopened()) return "this ')' has no '('";
    bool word = IsKeyword(found);
    if (word && Contains(expected_, T_IDENTIFIER)) {
      return absl::StrCat(Text(at_), " is a keyword here: as a name, write it in back-quotes: `",
                          Text(at_), "`");
    }
    if (found == T_IDENTIFIER && before == T_KW_FROM && at_ >= 2 && Type(at_ - 2) == T_KW_DELETE)
      return {};
    if ((found == T_IDENTIFIER || found == T_NUMBER || found == T_STRING) &&
        before == T_IDENTIFIER && Contains(expected_, T_COMMA)) {
      return absl::StrCat("is a comma missing before ", Shown(Text(at_)), "?");
    }
    if (found == kEndOfStatement && before == T_KW_ON) return "the join condition is missing";
    if (found == T_EQ && at_ > 0 && before == T_EQ) return "one '=' compares";
    if (found == T_PIPE_GT) return "pipe syntax is not read yet";
    return ClauseOfOtherDialect();
  }

 private:
  int Type(size_t i) const { return tokens_[i].type; }
  absl::string_view Text(size_t i) const { return TokenText(script_, all_, tokens_[i]); }

  int OpenParenthesis() const {
    int depth = 0;
    for (const SqlToken& token : tokens_) {
      if (token.type == T_LPAREN || token.type == T_LPAREN_QUERY) ++depth;
      if (token.type == T_RPAREN) --depth;
    }
    return depth > 0 ? depth : 0;
  }

  bool Unopened() const {
    int depth = 0;
    for (size_t i = 0; i <= at_; ++i) {
      if (Type(i) == T_LPAREN || Type(i) == T_LPAREN_QUERY) ++depth;
      if (Type(i) == T_RPAREN) --depth;
    }
    return depth < 0;
  }

  // A word that is a keyword in other dialects only.
  std::string ClauseOfOtherDialect() const {
    for (size_t i : {at_, at_ == 0 ? at_ : at_ - 1}) {
      if (Type(i) != T_IDENTIFIER || (tokens_[i].flags & SqlToken::kQuoted)) continue;
      if (FindKeyword(Text(i), dialect_) != T_IDENTIFIER) continue;
      std::string others;
      for (int d = 0; d < kDialectCount; ++d) {
        Dialect other = static_cast<Dialect>(d);
        if (FindKeyword(Text(i), other) == T_IDENTIFIER) continue;
        absl::StrAppend(&others, others.empty() ? "" : " and ", DialectName(other));
      }
      if (!others.empty()) {
        return absl::StrCat(absl::AsciiStrToUpper(Text(i)), " is a word of ", others,
                            ": is the dialect ", DialectName(dialect_), " right?");
      }
    }
    return {};
  }

  absl::string_view script_;
  Dialect dialect_;
  const std::vector<SqlToken>& tokens_;
  const StatementTokens& all_;
  size_t at_;
  const std::vector<size_t>& expected_;
};

}  // namespace

Diagnostic DescribeSyntaxError(absl::string_view script, Dialect dialect,
                               const StatementTokens& tokens, size_t at,
                               const std::vector<size_t>& expected) {
  Diagnostic diagnostic;
  diagnostic.code = "syntax";
  const SqlToken& token = tokens.tokens[at];
  bool end = token.type == kEndOfStatement;
  diagnostic.range = {token.begin, token.end};
  std::string found =
      end ? "the statement ends"
          : absl::StrCat("found ", Shown(script.substr(token.begin, token.end - token.begin)));
  std::string wanted = Expectation(expected);
  diagnostic.message =
      wanted.empty() ? found : absl::StrCat(found, end ? ", but expected " : ", expected ", wanted);
  diagnostic.hint = Hints(script, dialect, tokens, at, expected).Find();
  return diagnostic;
}

Diagnostic DescribeBadToken(absl::string_view script, const StatementTokens& tokens, size_t at) {
  Diagnostic diagnostic;
  const SqlToken& token = tokens.tokens[at];
  absl::string_view text = script.substr(token.begin, token.end - token.begin);
  diagnostic.range = {token.begin, token.end};
  diagnostic.code = "syntax";
  if (token.type == T_END_OF_QUOTE) {
    bool comment = absl::StartsWith(text, "/*");
    diagnostic.message = absl::StrCat("this ",
                                      comment       ? "comment"
                                      : text == "`" ? "back-quoted name"
                                                    : "string",
                                      " is never closed");
    diagnostic.hint = comment ? "close it with */" : absl::StrCat("close it with ", text);
    return diagnostic;
  }
  base::CodePoint point = base::DecodeFront(text);
  if (!base::IsValidUtf8(text)) {
    diagnostic.code = "encoding";
    diagnostic.message = "the text here is not valid UTF-8";
    diagnostic.hint = "convert the file to UTF-8 (from GBK, perhaps)";
  } else if (point.value < 0x20 || point.value == 0x7F) {
    diagnostic.code = "encoding";
    diagnostic.message = absl::StrCat("a control character (byte ", point.value, ") stands here");
    diagnostic.hint = "remove it: is the file damaged?";
  } else {
    diagnostic.message = absl::StrCat("unexpected character ", Shown(text));
    if (point.value >= 0x80) diagnostic.hint = "full-width punctuation: write it in ASCII";
  }
  return diagnostic;
}

}  // namespace headwater::syntax
