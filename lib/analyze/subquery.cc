// Subqueries in expressions.

#include "lib/analyze/analyzer_impl.h"

namespace headwater::analyze {

// A scalar subquery's value and what decides its rows, both under `step`: an indirect step makes
// all of it indirect, a direct one leaves the subquery's filters INDIRECT FILTER of the column.
// EXISTS has no value; only what decides its rows counts.
void AnalyzerImpl::WalkSubquery(const ast::SubqueryExpr& subquery, Step step) {
  const Relation* relation = AnalyzeQuery(*subquery.query, scope_);
  if (!subquery.exists) {
    for (const OutputColumn& column : relation->columns) Push(column.value.node, step);
  }
  Push(relation->influences, step);
}

}  // namespace headwater::analyze
