// Compares our answer with the reference's.

#ifndef HEADWATER_TESTS_CONFORMANCE_COMPARISON_H_
#define HEADWATER_TESTS_CONFORMANCE_COMPARISON_H_

#include <set>
#include <string>
#include <vector>

#include "answer.h"
#include "case.h"
#include "run_case.h"

namespace headwater::conformance {

// One statement with both answers. Normalisations change the answers; `sql`, the case and the
// results stay as they are.
struct Comparison {
  const Case* test = nullptr;
  const Statement* statement = nullptr;
  const StatementResult* result = nullptr;
  Answer expected;
  Answer got;
  bool compares_columns = true;  // a normalisation may give the columns up
};

Comparison MakeComparison(const Case& test, const Statement& statement,
                          const StatementResult& result);

struct ColumnDifference {
  std::string target;
  bool missing_column = false;       // they have it, we do not
  bool extra_column = false;         // the other way round
  std::vector<std::string> missing;  // sources, with types where types are compared
  std::vector<std::string> extra;
};

struct Difference {
  std::vector<std::string> missing_in, extra_in, missing_out, extra_out;
  std::vector<ColumnDifference> columns;
  std::vector<std::string> missing_influences, extra_influences;
  int columns_compared = 0;
  int columns_exact = 0;

  bool tables_exact() const {
    return missing_in.empty() && extra_in.empty() && missing_out.empty() && extra_out.empty();
  }
  bool columns_all_exact() const {
    return columns.empty() && missing_influences.empty() && extra_influences.empty();
  }
  bool exact() const { return tables_exact() && columns_all_exact(); }

  // One line: "in +t -u; t.c -a.x +a.y". `+` is what we have too much, `-` what we lack.
  std::string Summary() const;
};

Difference Compare(const Comparison& comparison);

}  // namespace headwater::conformance

#endif  // HEADWATER_TESTS_CONFORMANCE_COMPARISON_H_
