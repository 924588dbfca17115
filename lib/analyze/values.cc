// VALUES rows.

#include "absl/strings/str_cat.h"
#include "lib/analyze/analyzer_impl.h"

namespace headwater::analyze {

// Dumps have a million rows of literals, so a literal must cost next to nothing.
const Relation* AnalyzerImpl::AnalyzeValues(const ast::ValuesBody& values, const Scope* outer) {
  size_t width = 0;
  for (const ast::ExpressionList& row : values.rows) width = std::max(width, row.size());
  // `VALUES (1, 2), (3, 4)` has rows; `VALUES (struct(..))` a single column.
  std::vector<std::vector<Value>> cells(width);
  Scope scope;
  scope.outer = outer;
  scope.first = scope.last = static_cast<uint32_t>(binder_.bindings().size());
  ScopeGuard guard(this, &scope);
  for (const ast::ExpressionList& row : values.rows) {
    for (size_t i = 0; i < row.size(); ++i) {
      if (row[i]->kind == ast::ExpressionKind::kLiteral) continue;
      const Value value = Evaluate(*row[i]);
      if (value.node != kNoNode || value.shape != nullptr) cells[i].push_back(value);
    }
  }
  const size_t mark = columns_.size();
  for (size_t i = 0; i < width; ++i) {
    OutputColumn column;
    column.name = names_.Intern(absl::StrCat("col", i + 1));
    column.value = Combine(cells[i]);
    if (!values.rows.empty() && values.rows.size() == 1 && i < values.rows[0].size()) {
      column.expression = values.rows[0][i];
      column.range = column.expression->range;
    } else {
      column.range = values.range;
    }
    columns_.push_back(column);
  }
  return MakeRelation(mark, {}, kNoNode, kNoNode);
}

}  // namespace headwater::analyze
