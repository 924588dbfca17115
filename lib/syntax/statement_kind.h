// Which statement this is, by its first words.

#ifndef HEADWATER_LIB_SYNTAX_STATEMENT_KIND_H_
#define HEADWATER_LIB_SYNTAX_STATEMENT_KIND_H_

#include "absl/strings/string_view.h"
#include "headwater/dialect.h"
#include "syntax/token.h"

namespace headwater::syntax {

struct StatementKindResult {
  bool structural = false;  // the grammar has it; otherwise the utility tables do
  bool ddl = false;         // words of use Ddl are keywords outside its query
  size_t start = 0;         // the index of its first token, behind EXPLAIN
};

// `tokens` still have their raw types. A first word that begins no statement of any dialect counts
// as structural, so that the parser reports it.
StatementKindResult FindStatementKind(absl::string_view script, const StatementTokens& tokens);

}  // namespace headwater::syntax

#endif  // HEADWATER_LIB_SYNTAX_STATEMENT_KIND_H_
