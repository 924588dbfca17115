// Spark's IDENTIFIER('db.' || 't'): a name computed from a constant string.

#ifndef HEADWATER_LIB_SYNTAX_IDENTIFIER_CLAUSE_H_
#define HEADWATER_LIB_SYNTAX_IDENTIFIER_CLAUSE_H_

#include "absl/strings/string_view.h"
#include "base/arena.h"
#include "headwater/ast/node.h"
#include "syntax/token.h"

namespace headwater::syntax {

// Puts the name in place of each clause, so that nothing after the scanner knows of it:
// IDENTIFIER('a.b') becomes the tokens a . b, all with the clause's place. A clause whose text is
// not constant (a parameter, a function) becomes one name with the flag kHasTemplate, as an unset
// variable does. Returns the place of the first clause whose string is no name, or an empty range;
// the tokens are as before then.
ast::SourceRange FoldIdentifierClauses(absl::string_view script, base::Arena* arena,
                                       StatementTokens* tokens);

}  // namespace headwater::syntax

#endif  // HEADWATER_LIB_SYNTAX_IDENTIFIER_CLAUSE_H_
