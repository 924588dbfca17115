// Runs a table of utility statements over the tokens of one statement.

#ifndef HEADWATER_LIB_SYNTAX_UTILITY_MATCHER_H_
#define HEADWATER_LIB_SYNTAX_UTILITY_MATCHER_H_

#include <cstddef>
#include <vector>

#include "absl/strings/string_view.h"
#include "syntax/token.h"
#include "syntax/utility_table.h"

namespace headwater::syntax {

// A hole that is worth telling: an asset, or the statement inside. Token indexes, half open.
struct UtilityTouch {
  Hole hole = Hole::kName;
  ast::AssetAccess access = ast::AssetAccess::kNamed;
  uint32_t begin = 0;
  uint32_t end = 0;
};

struct UtilityMatch {
  const UtilityStatement* statement = nullptr;  // null: none fits
  std::vector<UtilityTouch> touched;            // in the order of the text
  // Where none fits: the furthest token that none could take, and what some could have taken there
  // (words, symbols and holes as messages call them), in the order of the table.
  size_t failed_at = 0;
  std::vector<absl::string_view> expected;
};

// All statements of the table are followed at once, token by token, so the time is at most the
// number of tokens times the number of places in patterns that begin with the same word. Nothing
// recurses. `tokens` have their raw types; those from `start` on are matched. `dialect` says which
// words are no names.
UtilityMatch MatchUtility(absl::string_view script, Dialect dialect, const StatementTokens& tokens,
                          size_t start, const UtilityTable& table);

}  // namespace headwater::syntax

#endif  // HEADWATER_LIB_SYNTAX_UTILITY_MATCHER_H_
