// The feature table, lib/syntax/features.def, by id.

#ifndef HEADWATER_LIB_SYNTAX_FEATURES_H_
#define HEADWATER_LIB_SYNTAX_FEATURES_H_

#include "absl/strings/string_view.h"
#include "headwater/dialect.h"
#include "headwater/parser.h"

namespace headwater::syntax {

// An index into headwater::Features().
enum class Feature : int {
#define HEADWATER_FEATURE(id, name, description, hive, spark, doris) id,
#include "syntax/features.def"
#undef HEADWATER_FEATURE
};

// The diagnostic of a construct that came after the script's version of its dialect. `instead`:
// what to write; may be empty.
Diagnostic TooNew(absl::string_view name, Dialect dialect, DialectVersion version,
                  absl::string_view since, ast::SourceRange range, absl::string_view instead);

}  // namespace headwater::syntax

#endif  // HEADWATER_LIB_SYNTAX_FEATURES_H_
