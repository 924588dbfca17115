// What to say of a statement that did not parse.
//
// syntax_error.cc puts the message together; syntax_expectation.h says what could have stood there;
// syntax_repair.h guesses what was meant by parsing the statement with a small change;
// syntax_hints.h knows slips that no change of one word mends; bad_token.h has characters, quotes
// and comments.

#ifndef HEADWATER_LIB_SYNTAX_SYNTAX_ERROR_H_
#define HEADWATER_LIB_SYNTAX_SYNTAX_ERROR_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "headwater/parser.h"
#include "syntax/token.h"
#include "syntax/variables.h"

namespace headwater::syntax {

// Where a parse stopped. References what it was made of.
struct SyntaxFailure {
  absl::string_view script;
  Dialect dialect;
  const Variables& variables;
  const StatementTokens& tokens;
  size_t at;  // the index of the token that nothing fits
  const std::vector<size_t>& expected;
};

// The diagnostic for a token that cannot stand where it stands.
Diagnostic DescribeSyntaxError(const SyntaxFailure& failure);

// A few characters of the text in quotes, never half of one.
std::string Shown(absl::string_view text);

// Edit distance of at most one: a letter more, less, other, or two swapped. Case matters.
bool NearlyEqual(absl::string_view a, absl::string_view b);

}  // namespace headwater::syntax

#endif  // HEADWATER_LIB_SYNTAX_SYNTAX_ERROR_H_
