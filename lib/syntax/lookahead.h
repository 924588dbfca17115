// The pass between scanner and grammar: retags tokens so that one token decides every rule.
//
// It sees the whole token array, so it may look both ways. What it decides:
//   * which words are keywords and which are names (keywords.def, column `use`)
//   * which parenthesis opens a query
//   * two-word forks: WITH ROLLUP, LATERAL VIEW, SELECT * EXCEPT, NOT NULL of a column, ...
// PostgreSQL's base_yylex and GoogleSQL's lookahead transformer do the same.

#ifndef HEADWATER_LIB_SYNTAX_LOOKAHEAD_H_
#define HEADWATER_LIB_SYNTAX_LOOKAHEAD_H_

#include "absl/strings/string_view.h"
#include "headwater/dialect.h"
#include "syntax/token.h"

namespace headwater::syntax {

struct LookaheadResult {
  // A statement of the utility tables; its first word is the token `start`.
  bool utility = false;
  size_t start = 0;
  int deepest_nesting = 0;  // of brackets
};

// Retags `*tokens` in place, in time linear in their number.
LookaheadResult RunLookahead(absl::string_view script, Dialect dialect, StatementTokens* tokens);

// The token's text: as written, or what the scanner made of it.
absl::string_view TokenText(absl::string_view script, const StatementTokens& tokens,
                            const SqlToken& token);

}  // namespace headwater::syntax

#endif  // HEADWATER_LIB_SYNTAX_LOOKAHEAD_H_
