// A tokenizer for rewriting SQL in tests. Not the library's scanner, on purpose: it must not share
// its mistakes. It knows only what must not be torn apart.

#ifndef HEADWATER_TESTS_GOLDEN_SQL_TOKENS_H_
#define HEADWATER_TESTS_GOLDEN_SQL_TOKENS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace headwater::golden {

enum class TokenKind {
  kSpace,
  kComment,  // not a hint
  kWord,     // name, keyword or number, with ${..}, {{..}} and $[..] inside or alone
  kQuoted,   // '..', "..", `..`, a hint
  kSymbol,   // one character
  kRaw,      // a whole statement that is no SQL: SET, ADD JAR, dfs, !
};

struct Token {
  TokenKind kind;
  std::string text;
};

// The texts of the tokens, one after the other, are `sql`.
std::vector<Token> Tokenize(absl::string_view sql);

std::string JoinTokens(const std::vector<Token>& tokens);

}  // namespace headwater::golden

#endif  // HEADWATER_TESTS_GOLDEN_SQL_TOKENS_H_
