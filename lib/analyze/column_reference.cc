// Column references: a path of names to a value. name_scope.h tells the order of meanings.

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "lib/analyze/analyzer_impl.h"

namespace headwater::analyze {
namespace {

using PathIds = absl::InlinedVector<NameId, 4>;

std::string PathText(ast::NamePath path) {
  std::string text;
  for (const ast::Name& part : path) absl::StrAppend(&text, text.empty() ? "" : ".", part.text);
  return text;
}

bool AnyRelationInReach(const Scope* scope) {
  for (; scope != nullptr; scope = scope->outer) {
    if (scope->last > scope->first) return true;
  }
  return false;
}

}  // namespace

Value AnalyzerImpl::ResolveColumn(const ast::ColumnExpr& column) {
  return ResolvePath(column.path, column.range);
}

Value AnalyzerImpl::WithFields(Value value, ast::NamePath path, size_t first_field) {
  for (size_t i = first_field; i < path.size(); ++i) value = FieldOf(value, path[i]);
  return value;
}

// One candidate is the answer; several are all of it, each marked.
Value AnalyzerImpl::Settle(const LookupResult& result, ast::NamePath path, ast::SourceRange range) {
  if (result.status == LookupStatus::kNotFound) return Unresolved(path, range, nullptr);
  if (result.status != LookupStatus::kAmbiguous) return result.candidates[0];
  const NameId name = names_.Intern(path[0].text);
  if (diagnosed_.insert(name).second) {
    AddDiagnostic(Severity::kWarning, "ambiguous_column",
                  absl::StrCat("Column ", PathText(path), " may belong to ",
                               result.candidates.size(), " relations"),
                  range);
  }
  const size_t mark = edges_.size();
  for (const Value& candidate : result.candidates) Push(candidate.node, kIdentity | kAmbiguous);
  return Value{TakeNode(mark), nullptr};
}

Value AnalyzerImpl::ResolvePath(ast::NamePath path, ast::SourceRange range) {
  PathIds ids;
  for (const ast::Name& part : path) ids.push_back(names_.Intern(part.text));
  for (size_t i = lambda_parameters_.size(); i > 0; --i) {
    LambdaParameter& parameter = lambda_parameters_[i - 1];
    if (parameter.name != ids[0]) continue;
    parameter.read = true;
    return WithFields(parameter.value, path, 1);
  }
  if (path.size() == 1) {
    // `current_date`, or a session variable, is a column only where a schema says so.
    const bool function =
        variables_.contains(ids[0]) || (!path[0].quoted && IsBareFunction(names_.Text(ids[0])));
    for (const Scope* scope = scope_; scope != nullptr; scope = scope->outer) {
      const LookupResult result = binder_.FindInScope(*scope, ids[0], range);
      if (function && result.status != LookupStatus::kFound) continue;
      if (result.status != LookupStatus::kNotFound) return Settle(result, path, range);
    }
    return function ? Value() : Unresolved(path, range, nullptr);
  }
  // Several parts: a qualifier anywhere outward is a better answer than a struct column of a
  // relation whose columns nobody knows.
  const Binding* owner = nullptr;
  for (const Scope* scope = scope_; scope != nullptr; scope = scope->outer) {
    for (size_t qualifier = std::min<size_t>(3, ids.size() - 1); qualifier > 0; --qualifier) {
      const Binding* binding =
          binder_.FindBinding(*scope, absl::MakeConstSpan(ids.data(), qualifier));
      if (binding == nullptr) continue;
      if (owner == nullptr) owner = binding;
      const LookupResult result = binder_.FindIn(*binding->relation, ids[qualifier], range);
      if (result.status != LookupStatus::kNotFound)
        return WithFields(Settle(result, path, range), path, qualifier + 1);
    }
    const LookupResult result = binder_.FindInScope(*scope, ids[0], path[0].range);
    if (result.status == LookupStatus::kFound) return WithFields(result.candidates[0], path, 1);
  }
  if (owner != nullptr) return Unresolved(path, range, owner);
  for (const Scope* scope = scope_; scope != nullptr; scope = scope->outer) {
    for (size_t qualifier = std::min<size_t>(3, ids.size() - 1); qualifier > 0; --qualifier) {
      const Binding* binding = binder_.FindBinding(
          *scope, absl::MakeConstSpan(ids.data(), qualifier), /*behind_alias=*/true);
      if (binding == nullptr) continue;
      const LookupResult result = binder_.FindIn(*binding->relation, ids[qualifier], range);
      if (result.status != LookupStatus::kNotFound)
        return WithFields(Settle(result, path, range), path, qualifier + 1);
    }
    const LookupResult result = binder_.FindInScope(*scope, ids[0], range);
    if (result.status != LookupStatus::kNotFound)
      return WithFields(Settle(result, path, range), path, 1);
  }
  return Unresolved(path, range, nullptr);
}

// ROW__ID, INPUT__FILE__NAME: every table has it, so it is the first one's.
Value AnalyzerImpl::VirtualColumn(ast::NamePath path, ast::SourceRange range,
                                  const Binding* owner) {
  const NameId name = names_.Intern(path.back().text);
  for (uint32_t i = scope_ == nullptr ? 0 : scope_->first;
       scope_ != nullptr && owner == nullptr && i < scope_->last; ++i) {
    if (binder_.bindings()[i].relation->dataset != kNoDataset) owner = &binder_.bindings()[i];
  }
  if (owner == nullptr || owner->relation->dataset == kNoDataset) return Value();
  return Value{graph_.AddLeaf(graph_.ColumnOf(owner->relation->dataset, name), range), nullptr};
}

// Nothing has the name. The edge stays, to the one table it can belong to, and says how little is
// known.
Value AnalyzerImpl::Unresolved(ast::NamePath path, ast::SourceRange range, const Binding* owner) {
  const NameId first = names_.Intern(path[0].text);
  const NameId column_name = names_.Intern(path.back().text);
  if (IsVirtualColumn(names_.Text(column_name)) || IsVirtualColumn(names_.Text(first))) {
    return VirtualColumn(path, range, owner);
  }
  if (diagnosed_.insert(first).second) {
    std::string hint;
    if (path.size() == 1 && !AnyRelationInReach(scope_))
      hint = absl::StrCat("is FROM missing? As a text it is '", path[0].text, "'");
    AddDiagnostic(Severity::kWarning, "unresolved_column",
                  absl::StrCat("No relation here has the column ", PathText(path)), range,
                  std::move(hint));
  }
  if (owner == nullptr && scope_ != nullptr && scope_->last == scope_->first + 1) {
    owner = &binder_.bindings()[scope_->first];
    if (path.size() > 1) owner = nullptr;
  }
  DatasetId dataset = kNoDataset;
  if (owner != nullptr) dataset = owner->relation->dataset;
  const ColumnId column = graph_.ColumnOf(dataset, column_name);
  return Value{graph_.AddLeaf(column, range, /*unresolved=*/true), nullptr};
}

}  // namespace headwater::analyze
