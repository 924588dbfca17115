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

}  // namespace

Value AnalyzerImpl::ResolveColumn(const ast::ColumnExpr& column) { return ResolvePath(column.path, column.range); }

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
                  absl::StrCat("Column ", PathText(path), " may belong to ", result.candidates.size(), " relations"),
                  range);
  }
  const size_t mark = edges_.size();
  for (const Value& candidate : result.candidates) Push(candidate.node, kIdentity | kAmbiguous);
  return Value{TakeNode(mark), nullptr};
}

Value AnalyzerImpl::ResolvePath(ast::NamePath path, ast::SourceRange range) {
  PathIds ids;
  for (const ast::Name& part : path) ids.push_back(names_.Intern(part.text));
  for (NameId parameter : lambda_parameters_) {
    if (parameter == ids[0]) return Value();
  }
  if (path.size() == 1) {
    for (const Scope* scope = scope_; scope != nullptr; scope = scope->outer) {
      const LookupResult result = binder_.FindInScope(*scope, ids[0], range);
      if (result.status != LookupStatus::kNotFound) return Settle(result, path, range);
    }
    return Unresolved(path, range, nullptr);
  }
  // Several parts: a qualifier anywhere outward is a better answer than a struct column of a
  // relation whose columns nobody knows.
  const Binding* owner = nullptr;
  for (const Scope* scope = scope_; scope != nullptr; scope = scope->outer) {
    for (size_t qualifier = std::min<size_t>(3, ids.size() - 1); qualifier > 0; --qualifier) {
      const Binding* binding = binder_.FindBinding(*scope, absl::MakeConstSpan(ids.data(), qualifier));
      if (binding == nullptr) continue;
      if (owner == nullptr) owner = binding;
      const LookupResult result = binder_.FindIn(*binding->relation, ids[qualifier], range);
      if (result.status != LookupStatus::kNotFound) return WithFields(Settle(result, path, range), path, qualifier + 1);
    }
    const LookupResult result = binder_.FindInScope(*scope, ids[0], path[0].range);
    if (result.status == LookupStatus::kFound) return WithFields(result.candidates[0], path, 1);
  }
  if (owner != nullptr) return Unresolved(path, range, owner);
  for (const Scope* scope = scope_; scope != nullptr; scope = scope->outer) {
    // A table without alias may be called by its name although it has one here: engines refuse that,
    // so it is a struct column.
    const LookupResult result = binder_.FindInScope(*scope, ids[0], range);
    if (result.status != LookupStatus::kNotFound) return WithFields(Settle(result, path, range), path, 1);
  }
  return Unresolved(path, range, nullptr);
}

// Nothing has the name. The edge stays, to the one table it can belong to, and says how little is known.
Value AnalyzerImpl::Unresolved(ast::NamePath path, ast::SourceRange range, const Binding* owner) {
  const NameId first = names_.Intern(path[0].text);
  if (path.size() == 1 && !path[0].quoted && IsBareFunction(names_.Text(first))) return Value();
  if (IsVirtualColumn(names_.Text(names_.Intern(path.back().text))) || IsVirtualColumn(names_.Text(first))) return Value();
  if (diagnosed_.insert(first).second) {
    AddDiagnostic(Severity::kWarning, "unresolved_column", absl::StrCat("No relation here has the column ", PathText(path)),
                  range);
  }
  if (owner == nullptr && scope_ != nullptr && scope_->last == scope_->first + 1) {
    owner = &binder_.bindings()[scope_->first];
    if (path.size() > 1) owner = nullptr;
  }
  DatasetId dataset = kNoDataset;
  if (owner != nullptr) dataset = owner->relation->dataset;
  const ColumnId column = graph_.ColumnOf(dataset, names_.Intern(path.back().text));
  return Value{graph_.AddLeaf(column, range, /*unresolved=*/true), nullptr};
}

}  // namespace headwater::analyze
