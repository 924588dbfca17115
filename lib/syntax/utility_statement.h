// From the tokens of a utility statement to its node, or to a message.

#ifndef HEADWATER_LIB_SYNTAX_UTILITY_STATEMENT_H_
#define HEADWATER_LIB_SYNTAX_UTILITY_STATEMENT_H_

#include <cstddef>
#include <vector>

#include "absl/strings/string_view.h"
#include "base/arena.h"
#include "headwater/ast/statement.h"
#include "headwater/parser.h"
#include "syntax/token.h"

namespace headwater::syntax {

struct UtilityResult {
  const ast::Statement* statement = nullptr;
  ast::OtherStatement* other = nullptr;  // the statement, or what its EXPLAIN is of
  size_t carried = 0;  // the token where the statement begins that it carries; 0: it has none
};

// The statement whose first word is the token `start`, behind EXPLAIN if that is not 0. Null with
// an error where it fits no line of the dialect's table.
// A statement that came after the options' version has an error of code "feature" and its tree.
UtilityResult BuildUtility(absl::string_view script, const ParseOptions& options,
                           const StatementTokens& tokens, size_t start, base::Arena* arena,
                           std::vector<Diagnostic>* diagnostics);

// A statement of the client that is no SET: ADD JAR path .., LIST FILES, dfs -ls, !sh, RESET key.
const ast::Statement* BuildClientStatement(absl::string_view script, const StatementTokens& tokens,
                                           base::Arena* arena);

}  // namespace headwater::syntax

#endif  // HEADWATER_LIB_SYNTAX_UTILITY_STATEMENT_H_
