// What to say of a statement that did not parse.

#ifndef HEADWATER_LIB_SYNTAX_SYNTAX_ERROR_H_
#define HEADWATER_LIB_SYNTAX_SYNTAX_ERROR_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "headwater/parser.h"
#include "syntax/token.h"

namespace headwater::syntax {

// A few characters of the text in quotes, never half of one.
std::string Shown(absl::string_view text);

// Edit distance of at most one: a letter more, less, other, or two swapped.
bool NearlyEqual(absl::string_view a, absl::string_view b);

// The diagnostic for a parse that stopped at `at`, where one of `expected` could have stood.
Diagnostic DescribeSyntaxError(absl::string_view script, Dialect dialect,
                               const StatementTokens& tokens, size_t at,
                               const std::vector<size_t>& expected);

// The diagnostic for a statement with a token that is none: a stray character, an unclosed quote
// or comment, bytes that are not UTF-8. `at` is its index.
Diagnostic DescribeBadToken(absl::string_view script, const StatementTokens& tokens, size_t at);

}  // namespace headwater::syntax

#endif  // HEADWATER_LIB_SYNTAX_SYNTAX_ERROR_H_
