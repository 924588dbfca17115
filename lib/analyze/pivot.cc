// PIVOT and UNPIVOT.

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "lib/analyze/analyzer_impl.h"
#include "lib/ast/expression_text.h"

namespace headwater::analyze {
namespace {

// The leaf columns that an expression writes as bare names: what PIVOT's aggregates use up.
void CollectNames(const ast::Expression& expression, NameTable* names,
                  absl::flat_hash_set<NameId>* used) {
  switch (expression.kind) {
    case ast::ExpressionKind::kColumn:
      used->insert(names->Intern(expression.As<ast::ColumnExpr>().path.back().text));
      break;
    case ast::ExpressionKind::kUnary:
      CollectNames(*expression.As<ast::UnaryExpr>().operand, names, used);
      break;
    case ast::ExpressionKind::kCast:
      CollectNames(*expression.As<ast::CastExpr>().operand, names, used);
      break;
    case ast::ExpressionKind::kChain:
      for (const ast::Expression* operand : expression.As<ast::ChainExpr>().operands)
        CollectNames(*operand, names, used);
      break;
    case ast::ExpressionKind::kCall:
      for (const ast::Expression* argument : expression.As<ast::CallExpr>().arguments)
        CollectNames(*argument, names, used);
      break;
    case ast::ExpressionKind::kCase:
      for (const ast::WhenClause& when : expression.As<ast::CaseExpr>().whens) {
        CollectNames(*when.condition, names, used);
        CollectNames(*when.result, names, used);
      }
      if (const ast::Expression* otherwise = expression.As<ast::CaseExpr>().otherwise)
        CollectNames(*otherwise, names, used);
      break;
    default:
      break;
  }
}

// A value's part of a pivoted column's name: 2024, {2024, east}.
std::string Text(const ast::Expression& expression, Dialect dialect) {
  if (expression.kind == ast::ExpressionKind::kTuple) {
    std::string text = "{";
    for (const ast::Expression* item : expression.As<ast::TupleExpr>().items)
      absl::StrAppend(&text, text.size() > 1 ? ", " : "", Text(*item, dialect));
    return text + "}";
  }
  if (expression.kind == ast::ExpressionKind::kLiteral)
    return std::string(expression.As<ast::LiteralExpr>().text);
  ast::ExpressionTextOptions options;
  options.dialect = dialect;
  options.style = ast::ExpressionTextStyle::kSparkColumnName;
  std::string text;
  ast::AppendExpressionText(expression, options, &text);
  return text;
}

}  // namespace

// Columns that neither the aggregates nor FOR mention are grouping keys and stay. Each value gives
// a column for each aggregate.
void AnalyzerImpl::BindPivot(const ast::PivotRelation& pivot, Scope* scope) {
  absl::flat_hash_set<NameId> used;
  for (const ast::Name& column : pivot.columns) used.insert(names_.Intern(column.text));
  for (const ast::NamedExpr& aggregate : pivot.aggregates)
    CollectNames(*aggregate.value, &names_, &used);
  const size_t mark = columns_.size();
  std::vector<const OpenColumns*> open;
  ScopeGuard guard(this, scope);
  ExpandAll(pivot.range, scope, &open);
  size_t kept = mark;
  for (size_t i = mark; i < columns_.size(); ++i) {
    if (!columns_[i].star && used.contains(columns_[i].name)) continue;
    if (columns_[i].value.node != kNoNode)
      influences_.push_back(Edge{columns_[i].value.node, kGroupBy});
    columns_[kept++] = columns_[i];
  }
  columns_.resize(kept);
  std::vector<Edge> conditions;
  for (const ast::Name& column : pivot.columns) {
    const Value value = ResolvePath(ast::NamePath(&column, 1), column.range);
    if (value.node != kNoNode) conditions.push_back(Edge{value.node, kConditional});
  }
  for (const ast::PivotValue& value : pivot.values) {
    for (const ast::NamedExpr& aggregate : pivot.aggregates) {
      std::string name = value.alias.empty() ? Text(*value.value, options_.dialect)
                                             : std::string(value.alias.text);
      if (pivot.aggregates.size() > 1) {
        absl::StrAppend(&name, "_",
                        aggregate.alias.empty() ? Text(*aggregate.value, options_.dialect)
                                                : std::string(aggregate.alias.text));
      }
      OutputColumn column;
      column.name = names_.Intern(name);
      column.expression = aggregate.value;
      column.range = aggregate.value->range;
      const size_t edge_mark = edges_.size();
      Walk(*aggregate.value, kIdentity);
      edges_.insert(edges_.end(), conditions.begin(), conditions.end());
      column.value.node = TakeNode(edge_mark);
      columns_.push_back(column);
    }
  }
  const Relation* relation = MakeRelation(mark, open, kNoNode, RowsOf(*scope));
  binder_.bindings().resize(scope->first);
  scope->merged = false;
  scope->star_entries.clear();
  Bind(pivot, relation, nullptr, scope);
}

// Each value column gathers one column of each IN item; the name column holds a constant.
void AnalyzerImpl::BindUnpivot(const ast::UnpivotRelation& unpivot, Scope* scope) {
  absl::flat_hash_set<NameId> used;
  for (const ast::UnpivotColumn& item : unpivot.columns) {
    for (const ast::NamePath& path : item.columns) used.insert(names_.Intern(path.back().text));
  }
  const size_t mark = columns_.size();
  std::vector<const OpenColumns*> open;
  ScopeGuard guard(this, scope);
  ExpandAll(unpivot.range, scope, &open);
  size_t kept = mark;
  for (size_t i = mark; i < columns_.size(); ++i) {
    if (columns_[i].star || !used.contains(columns_[i].name)) columns_[kept++] = columns_[i];
  }
  columns_.resize(kept);
  OutputColumn name;
  name.name = names_.Intern(unpivot.name_column.text);
  name.range = unpivot.name_column.range;
  columns_.push_back(name);
  for (size_t k = 0; k < unpivot.value_columns.size(); ++k) {
    const size_t edge_mark = edges_.size();
    for (const ast::UnpivotColumn& item : unpivot.columns) {
      if (k >= item.columns.size()) continue;
      const ast::NamePath path = item.columns[k];
      Push(
          ResolvePath(path, ast::SourceRange{path.front().range.begin, path.back().range.end}).node,
          kIdentity);
    }
    OutputColumn column;
    column.name = names_.Intern(unpivot.value_columns[k].text);
    column.range = unpivot.value_columns[k].range;
    column.value.node = TakeNode(edge_mark);
    columns_.push_back(column);
  }
  const Relation* relation = MakeRelation(mark, open, kNoNode, RowsOf(*scope));
  binder_.bindings().resize(scope->first);
  scope->merged = false;
  scope->star_entries.clear();
  Bind(unpivot, relation, nullptr, scope);
}

}  // namespace headwater::analyze
