#include "sql_tokens.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace headwater::golden {
namespace {

size_t FindEnd(absl::string_view sql, absl::string_view mark, size_t from) {
  const size_t at = sql.find(mark, from);
  return at == absl::string_view::npos ? sql.size() : at + mark.size();
}

// The end of a template that begins at `at`, or `at`.
size_t EndOfTemplate(absl::string_view sql, size_t at) {
  const absl::string_view rest = sql.substr(at);
  if (absl::StartsWith(rest, "${")) return FindEnd(sql, "}", at);
  if (absl::StartsWith(rest, "$[")) return FindEnd(sql, "]", at);
  if (absl::StartsWith(rest, "{{")) return FindEnd(sql, "}}", at);
  if (absl::StartsWith(rest, "{%")) return FindEnd(sql, "%}", at);
  return at;
}

size_t EndOfQuoted(absl::string_view sql, size_t at) {
  const char quote = sql[at];
  for (size_t i = at + 1; i < sql.size(); ++i) {
    if (sql[i] == '\\' && quote != '`')
      ++i;
    else if (sql[i] == quote)
      return i + 1;
  }
  return sql.size();
}

size_t EndOfWord(absl::string_view sql, size_t at) {
  const bool number = absl::ascii_isdigit(static_cast<unsigned char>(sql[at]));
  while (at < sql.size()) {
    const char c = sql[at];
    if (const size_t end = EndOfTemplate(sql, at); end != at)
      at = end;
    else if (absl::ascii_isalnum(c) || c == '_' || c == '$' || (c & 0x80))
      ++at;
    else if (number && c == '.')
      ++at;
    else
      break;
  }
  return at;
}

bool IsRawWord(absl::string_view word) {
  static constexpr absl::string_view kWords[] = {"set", "add", "dfs", "reset", "list", "source"};
  return std::any_of(std::begin(kWords), std::end(kWords),
                     [&](absl::string_view raw) { return absl::EqualsIgnoreCase(word, raw); });
}

Token NextToken(absl::string_view sql, size_t at, bool statement_begins) {
  const auto take = [&](TokenKind kind, size_t end) {
    return Token{kind, std::string(sql.substr(at, end - at))};
  };
  const absl::string_view rest = sql.substr(at);
  size_t end = at;
  while (end < sql.size() && absl::ascii_isspace(static_cast<unsigned char>(sql[end]))) ++end;
  if (end != at) return take(TokenKind::kSpace, end);
  if (absl::StartsWith(rest, "--")) {
    return take(TokenKind::kComment, std::min(sql.find('\n', at), sql.size()));
  }
  if (absl::StartsWith(rest, "/*+")) return take(TokenKind::kQuoted, FindEnd(sql, "*/", at + 3));
  if (absl::StartsWith(rest, "/*")) return take(TokenKind::kComment, FindEnd(sql, "*/", at + 2));
  const char c = sql[at];
  if (c == '\'' || c == '"' || c == '`') return take(TokenKind::kQuoted, EndOfQuoted(sql, at));
  end = EndOfWord(sql, at);
  const bool raw = statement_begins && (c == '!' || IsRawWord(sql.substr(at, end - at)));
  if (raw) return take(TokenKind::kRaw, std::min(sql.find(';', at), sql.size()));
  if (end != at) return take(TokenKind::kWord, end);
  return take(TokenKind::kSymbol, at + 1);
}

}  // namespace

std::vector<Token> Tokenize(absl::string_view sql) {
  std::vector<Token> tokens;
  bool statement_begins = true;
  for (size_t at = 0; at < sql.size();) {
    tokens.push_back(NextToken(sql, at, statement_begins));
    const Token& token = tokens.back();
    at += token.text.size();
    if (token.kind != TokenKind::kSpace && token.kind != TokenKind::kComment) {
      statement_begins = token.text == ";";
    }
  }
  return tokens;
}

std::string JoinTokens(const std::vector<Token>& tokens) {
  std::string sql;
  for (const Token& token : tokens) sql += token.text;
  return sql;
}

}  // namespace headwater::golden
