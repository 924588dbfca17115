// UPDATE and DELETE.

#include "lib/analyze/analyzer_impl.h"

namespace headwater::analyze {

// Binds the table that a statement changes, as an input under its alias.
const Relation* AnalyzerImpl::BindTarget(ast::NamePath name, const ast::Name& alias, Scope* scope,
                                         TableInfo** table) {
  const ast::SourceRange range{name.front().range.begin, name.back().range.end};
  *table = FileTable(name);
  if (*table == nullptr) *table = session_.Find(name);
  const Relation* relation = BaseRelation(*table, range);
  Binding binding;
  binding.relation = relation;
  binding.alias = names_.Intern(alias.empty() ? name.back().text : alias.text);
  binding.table = *table;
  binding.aliased = !alias.empty();
  binder_.bindings().push_back(binding);
  scope->last = static_cast<uint32_t>(binder_.bindings().size());
  return relation;
}

// A column may be assigned in several clauses of one statement: it has the sources of all.
void AnalyzerImpl::Assign(NameId column, Value value, const ast::Expression* expression,
                          ast::SourceRange range) {
  for (OutputColumn& earlier : assigned_) {
    if (earlier.name != column) continue;
    earlier.value = Combine({earlier.value, value});
    return;
  }
  OutputColumn assigned;
  assigned.name = column;
  assigned.star = names_.Text(column) == "*";
  assigned.value = value;
  assigned.by_star = expression == nullptr && value.node != kNoNode;
  assigned.expression = expression;
  assigned.range = range;
  assigned_.push_back(assigned);
}

// SET t.a = expr. A path below a column, SET s.f = expr, changes the column s.
void AnalyzerImpl::AssignAll(ast::List<ast::Assignment> assignments) {
  for (const ast::Assignment& assignment : assignments) {
    if (assignment.target.empty()) continue;
    NameId column = names_.Intern(assignment.target.back().text);
    if (assignment.target.size() > 1 && scope_ != nullptr) {
      // The target is the scope's first binding.
      const Binding& target = binder_.bindings()[scope_->first];
      const NameId first = names_.Intern(assignment.target[0].text);
      const bool qualified =
          target.alias == first || (target.table != nullptr && !target.table->name_parts.empty() &&
                                    target.table->name_parts[0] == first);
      if (!qualified) column = first;
      if (qualified && target.alias == first && assignment.target.size() > 2)
        column = names_.Intern(assignment.target[1].text);
    }
    Value value;
    if (assignment.value != nullptr) value = Evaluate(*assignment.value);
    Assign(column, value, assignment.value,
           assignment.value != nullptr ? assignment.value->range : assignment.target.back().range);
  }
}

void AnalyzerImpl::WriteAssigned(const Target& target) {
  uint32_t ordinal = 0;
  for (const OutputColumn& column : assigned_)
    WriteColumn(target, column, names_.Text(column.name), ordinal++);
  assigned_.clear();
}

void AnalyzerImpl::AnalyzeUpdate(const ast::UpdateStatement& update) {
  lineage_->set_kind(v1::StatementLineage::UPDATE);
  const size_t with_mark = BindWith(update.with, nullptr);
  Scope scope;
  TableInfo* table = nullptr;
  BindTarget(update.target, update.target_alias, &scope, &table);
  if (update.from != nullptr) BindRelation(*update.from, &scope);
  scope.last = static_cast<uint32_t>(binder_.bindings().size());
  if (update.where != nullptr) WalkInfluence(*update.where, scope, kFilter);
  {
    ScopeGuard guard(this, &scope);
    AssignAll(update.assignments);
  }
  const Target target{table, table->name};
  AddOutput(*table,
            ast::SourceRange{update.target.front().range.begin, update.target.back().range.end});
  WriteAssigned(target);
  WriteInfluences(target, TakeInfluences(0));
  UnbindWith(with_mark);
}

void AnalyzerImpl::AnalyzeDelete(const ast::DeleteStatement& statement) {
  lineage_->set_kind(v1::StatementLineage::DELETE);
  const size_t with_mark = BindWith(statement.with, nullptr);
  Scope scope;
  TableInfo* table = nullptr;
  BindTarget(statement.target, statement.target_alias, &scope, &table);
  if (statement.using_relation != nullptr) BindRelation(*statement.using_relation, &scope);
  scope.last = static_cast<uint32_t>(binder_.bindings().size());
  if (statement.where != nullptr) WalkInfluence(*statement.where, scope, kFilter);
  v1::Dataset* output = AddOutput(*table, ast::SourceRange{statement.target.front().range.begin,
                                                           statement.target.back().range.end});
  for (const ast::Name& partition : statement.partitions)
    output->add_partitions()->set_value(std::string(partition.text));
  WriteInfluences(Target{table, table->name}, TakeInfluences(0));
  UnbindWith(with_mark);
}

}  // namespace headwater::analyze
