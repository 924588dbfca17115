// The feature table, lib/syntax/features.def, by id.

#ifndef HEADWATER_LIB_SYNTAX_FEATURES_H_
#define HEADWATER_LIB_SYNTAX_FEATURES_H_

#include <vector>

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

// Reports a construct that came with a version after the script's: an error. Where the script has
// no version, what came after the newest one that most people run is a warning. `instead`: what to
// write; may be empty.
void CheckVersion(absl::string_view name, Dialect dialect, DialectVersion version,
                  absl::string_view since, ast::SourceRange range, absl::string_view instead,
                  std::vector<Diagnostic>* diagnostics);

}  // namespace headwater::syntax

#endif  // HEADWATER_LIB_SYNTAX_FEATURES_H_
