// The table of utility statements: which dialect has SHOW TABLES, GRANT, CREATE ROUTINE LOAD, ...

#ifndef HEADWATER_UTILITY_STATEMENTS_H_
#define HEADWATER_UTILITY_STATEMENTS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "headwater/dialect.h"
#include "headwater/render.h"

namespace headwater {

// A statement without lineage.
struct UtilityStatementInfo {
  absl::string_view name;                  // as ast::OtherStatement has it
  bool supported[kDialectCount];           // by Dialect's value
  absl::string_view since[kDialectCount];  // the first version that has it; empty: all
};

// All utility statements, sorted by name. Made anew by each call.
std::vector<UtilityStatementInfo> UtilityStatements();

// The feature table and the utility statements: kText is two tables with one column a dialect,
// kJson one array of objects. Other formats: empty.
std::string RenderConstructs(absl::Span<const FeatureInfo> features,
                             absl::Span<const UtilityStatementInfo> statements, Format format);

}  // namespace headwater

#endif  // HEADWATER_UTILITY_STATEMENTS_H_
