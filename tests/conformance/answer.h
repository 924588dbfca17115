// The lineage of one case, ours or the reference's, in the one form both are compared in.

#ifndef HEADWATER_TESTS_CONFORMANCE_ANSWER_H_
#define HEADWATER_TESTS_CONFORMANCE_ANSWER_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/struct.pb.h"
#include "headwater/v1/lineage.pb.h"

namespace headwater::conformance {

// "db.table.column"; the row set of a table, what count(*) counts, is "db.table.<rows>". Always
// in lower case.
using SourceName = std::string;

// "DIRECT:IDENTITY", "INDIRECT:WINDOW"; empty where the reference tells no types.
using TypeSet = std::set<std::string>;
using TypedSources = std::map<SourceName, TypeSet>;

struct AnswerColumn {
  std::string target;  // "db.table.column", or a bare query's column name
  TypedSources sources;
  std::string expression;           // ours, as the analyzer writes it
  std::set<SourceName> candidates;  // ours: sources that are one of several candidates
};

struct Answer {
  std::set<std::string> tables_in;
  std::set<std::string> tables_out;
  std::vector<AnswerColumn> columns;  // in the order of the output
  TypedSources influences;
};

// How names of one case are completed: a bare table gets the default database, a name of two
// parts the default catalog where the case has one.
struct NameRule {
  std::string default_catalog;
  std::string default_database;

  std::string Table(absl::string_view name) const;   // lower case, qualified
  std::string Column(absl::string_view name) const;  // the same for "table.column"
};

inline constexpr char kRowSet[] = "<rows>";

// Adds one statement of ours. Datasets of kind PATH and FUNCTION are left out unless `with_paths`.
void AddLineage(const v1::StatementLineage& lineage, const NameRule& names, bool with_paths,
                Answer* answer);

// "db.table" of "db.table.column".
std::string TableOf(absl::string_view column);
// "column" of "db.table.column".
std::string ColumnOf(absl::string_view column);

}  // namespace headwater::conformance

#endif  // HEADWATER_TESTS_CONFORMANCE_ANSWER_H_
