// Headwater: where every table and column of a SQL data warehouse comes from.
//
// The whole library in one call:
//
//   #include "headwater/headwater.h"
//
//   headwater::LineageOptions options;
//   options.dialect = headwater::Dialect::kHive;
//   options.default_database = "dw";
//   auto lineage = headwater::ExtractLineage(
//       "INSERT OVERWRITE TABLE orders SELECT id, price * count FROM ods.orders", options);
//   if (!lineage.ok()) return lineage.status();
//   for (const auto& statement : lineage->statements())
//     for (const auto& column : statement.columns())
//       for (const auto& source : column.sources())
//         std::cout << source.dataset() << "." << source.column() << " -> " << column.target();
//
// The phases one by one: headwater/parser.h (text to syntax trees), headwater/analyzer.h (syntax
// trees to lineage), headwater/render.h (lineage to text, JSON and graphs). Tables that a script
// does not create itself are made known through headwater/schema.h.

#ifndef HEADWATER_HEADWATER_H_
#define HEADWATER_HEADWATER_H_

#include <functional>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "headwater/analyzer.h"
#include "headwater/dialect.h"
#include "headwater/parser.h"
#include "headwater/schema.h"
#include "headwater/v1/lineage.pb.h"

namespace headwater {

// The library's version, "0.1.0".
absl::string_view Version();

struct LineageOptions {
  Dialect dialect = Dialect::kSpark;
  DialectVersion dialect_version;                // as ParseOptions has it
  std::string default_database;                  // as AnalyzeOptions has it
  std::map<std::string, std::string> variables;  // as ParseOptions has it
  const SchemaProvider* schema = nullptr;        // must outlive the call
  bool keep_temporary = false;
  bool expand_views = false;
  bool expression_text = true;
  ParseLimits limits;
};

// The lineage of a script. Statements with syntax errors are in the result with kind INVALID and
// their diagnostics; the others are unaffected. Fails only for input that is no script at all:
// InvalidArgument for text of 4 GiB or more. Thread-safe.
absl::StatusOr<v1::ScriptLineage> ExtractLineage(absl::string_view sql,
                                                 const LineageOptions& options);

// The same, one statement at a time: memory follows the largest statement. `visit` gets each
// statement's lineage, valid during the call only; returning false ends the run.
absl::Status VisitLineage(absl::string_view sql, const LineageOptions& options,
                          const std::function<bool(const v1::StatementLineage&)>& visit);

}  // namespace headwater

#endif  // HEADWATER_HEADWATER_H_
