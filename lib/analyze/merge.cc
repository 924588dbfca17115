// MERGE.

#include "absl/strings/str_cat.h"
#include "lib/analyze/analyzer_impl.h"

namespace headwater::analyze {

// UPDATE SET * and INSERT *: each of the target's columns from the source's column of that name.
void AnalyzerImpl::AssignByName(const TableInfo& target, const Scope& source,
                                ast::SourceRange range) {
  if (target.columns_known()) {
    for (NameId name : target.columns) {
      const LookupResult result = binder_.FindAmong(source.first, source.last, name, range);
      if (result.status == LookupStatus::kNotFound) continue;
      const ast::Name written{names_.Text(name), range, false, false};
      Assign(name, Settle(result, ast::NamePath(&written, 1), range), nullptr, range);
    }
    return;
  }
  const size_t mark = columns_.size();
  std::vector<const OpenColumns*> open;
  for (uint32_t i = source.first; i < source.last; ++i) {
    const Binding binding = binder_.bindings()[i];
    ExpandRelation(*binding.relation, nullptr, range, &open);
  }
  for (size_t i = mark; i < columns_.size(); ++i)
    Assign(columns_[i].name, columns_[i].value, nullptr, range);
  columns_.resize(mark);
}

void AnalyzerImpl::MergeUpdate(const ast::MergeClause& clause, const TableInfo& target,
                               const Scope& source) {
  if (clause.star) {
    AssignByName(target, source, ast::SourceRange{lineage_->span().offset(), 0});
  } else {
    AssignAll(clause.assignments);
  }
}

// Values see the source only: there is no target row.
void AnalyzerImpl::MergeInsert(const ast::MergeClause& clause, const TableInfo& target,
                               const Scope& source) {
  if (clause.star) {
    AssignByName(target, source, ast::SourceRange{lineage_->span().offset(), 0});
    return;
  }
  ScopeGuard guard(this, &source);
  for (size_t i = 0; i < clause.values.size(); ++i) {
    const ast::Expression& expression = *clause.values[i];
    NameId name = kNoName;
    if (i < clause.columns.size()) {
      name = names_.Intern(clause.columns[i].back().text);
    } else if (clause.columns.empty() && i < target.columns.size()) {
      name = target.columns[i];
    } else if (expression.kind == ast::ExpressionKind::kColumn) {
      name = names_.Intern(expression.As<ast::ColumnExpr>().path.back().text);
    } else {
      name = names_.Intern(absl::StrCat("_c", i));
    }
    Assign(name, Evaluate(expression), &expression, expression.range);
  }
  const size_t expected = clause.columns.empty() ? target.columns.size() : clause.columns.size();
  if (expected != 0 && expected != clause.values.size()) {
    AddDiagnostic(
        Severity::kWarning, "column_count",
        absl::StrCat("INSERT has ", clause.values.size(), " values for ", expected, " columns"),
        clause.values.empty() ? ast::SourceRange() : clause.values[0]->range);
  }
}

void AnalyzerImpl::AnalyzeMerge(const ast::MergeStatement& merge) {
  lineage_->set_kind(v1::StatementLineage::MERGE);
  const size_t with_mark = BindWith(merge.with, nullptr);
  Scope scope;
  TableInfo* table = nullptr;
  BindTarget(merge.target, merge.target_alias, &scope, &table);
  Scope source;
  source.first = source.last = scope.last;
  if (merge.source != nullptr) BindRelation(*merge.source, &source);
  source.last = static_cast<uint32_t>(binder_.bindings().size());
  scope.last = source.last;
  // Qualified names of the target stay reachable from INSERT's values.
  Scope target_only;
  target_only.first = scope.first;
  target_only.last = source.first;
  source.outer = &target_only;
  if (merge.on != nullptr) WalkInfluence(*merge.on, scope, kJoin);
  for (const ast::MergeClause& clause : merge.clauses) {
    const bool insert = clause.action == ast::MergeAction::kInsert;
    if (clause.condition != nullptr)
      WalkInfluence(*clause.condition, insert ? source : scope, kFilter);
    ScopeGuard guard(this, &scope);
    if (insert) {
      MergeInsert(clause, *table, source);
    } else if (clause.action == ast::MergeAction::kUpdate) {
      MergeUpdate(clause, *table, source);
    }
  }
  AddOutput(*table,
            ast::SourceRange{merge.target.front().range.begin, merge.target.back().range.end});
  const Target target{table, table->name};
  WriteAssigned(target);
  WriteInfluences(target, TakeInfluences(0));
  UnbindWith(with_mark);
}

}  // namespace headwater::analyze
