// The tables of utility statements, lib/syntax/utility/*.def, one a dialect.

#ifndef HEADWATER_LIB_SYNTAX_UTILITY_TABLE_H_
#define HEADWATER_LIB_SYNTAX_UTILITY_TABLE_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "headwater/dialect.h"
#include "syntax/utility_pattern.h"

namespace headwater::syntax {

struct UtilityStatement {
  absl::string_view name;   // "SHOW TABLES"; several lines of the table may share it
  absl::string_view since;  // "3.0"; empty: every version that Headwater reads
};

// Immutable; any thread may read it.
struct UtilityTable {
  std::vector<UtilityStatement> statements;  // in the order of the table
  PatternProgram program;
  absl::Status status;  // of the notation; a test asks
};

// Compiled at the first call.
const UtilityTable& GetUtilityTable(Dialect dialect);

// Whether a utility statement of any dialect begins with the word, in any case.
bool BeginsUtilityStatement(absl::string_view word);

}  // namespace headwater::syntax

#endif  // HEADWATER_LIB_SYNTAX_UTILITY_TABLE_H_
