#include "lib/analyze/name_scope.h"

namespace headwater::analyze {
namespace {

LookupResult Found(Value value) {
  LookupResult result;
  result.status = LookupStatus::kFound;
  result.candidates.push_back(value);
  return result;
}

// Up to here a walk is cheaper than a hash table.
constexpr size_t kWalkedAliases = 16;

}  // namespace

void SelectAliases::Add(const SelectAlias& alias) {
  aliases_.push_back(alias);
  if (aliases_.size() <= kWalkedAliases) return;
  for (size_t i = first_.empty() ? 0 : aliases_.size() - 1; i < aliases_.size(); ++i) Index(i);
}

void SelectAliases::Index(size_t position) {
  const SelectAlias& alias = aliases_[position];
  first_.try_emplace(Key(alias.name, false), position);
  if (alias.written) first_.try_emplace(Key(alias.name, true), position);
}

const Value* SelectAliases::Find(NameId name, bool written) const {
  if (!first_.empty()) {
    const auto found = first_.find(Key(name, written));
    return found == first_.end() ? nullptr : &aliases_[found->second].value;
  }
  for (const SelectAlias& alias : aliases_) {
    if (alias.name == name && (alias.written || !written)) return &alias.value;
  }
  return nullptr;
}

void NameBinder::Reset() {
  bindings_.clear();
  if (!open_columns_.empty()) open_columns_.clear();
  if (!seen_unknown_.empty()) seen_unknown_.clear();
}

bool NameBinder::WasSeenUnknown(NameId name) const { return seen_unknown_.contains(name); }

// A column written in another statement is said to be written here.
Value NameBinder::Refer(const Relation& relation, const Value& value, ast::SourceRange range) {
  return relation.foreign ? Relocated(value, range) : value;
}

Value NameBinder::Relocated(const Value& value, ast::SourceRange range) {
  Value relocated{graph_->AddRelocated(value.node, range), nullptr};
  if (value.shape == nullptr) return relocated;
  Shape* shape = graph_->arena().New<Shape>();
  shape->kind = value.shape->kind;
  shape->size = value.shape->size;
  Member* members = graph_->arena().NewArray<Member>(value.shape->members.size());
  for (size_t i = 0; i < value.shape->members.size(); ++i) {
    const Member& member = value.shape->members[i];
    members[i] = Member{member.name, Relocated(member.value, range)};
  }
  shape->members = absl::MakeConstSpan(members, value.shape->members.size());
  relocated.shape = shape;
  return relocated;
}

Value NameBinder::ColumnAt(const Relation& relation, size_t position, ast::SourceRange range) {
  if (relation.dataset != kNoDataset) {
    const Dataset& dataset = graph_->dataset(relation.dataset);
    return Value{graph_->AddLeaf(dataset.first_column + static_cast<ColumnId>(position), range),
                 nullptr};
  }
  return Refer(relation, relation.columns[position].value, range);
}

size_t NameBinder::ColumnCount(const Relation& relation) const {
  if (relation.dataset != kNoDataset)
    return graph_->dataset(relation.dataset).table->columns.size();
  return relation.columns.size();
}

NameId NameBinder::ColumnName(const Relation& relation, size_t position) const {
  if (relation.dataset != kNoDataset)
    return graph_->dataset(relation.dataset).table->columns[position];
  return relation.columns[position].name;
}

Value NameBinder::ColumnOfOpen(const OpenColumns& open, NameId name, ast::SourceRange range) {
  if (open.dataset != kNoDataset) {
    seen_unknown_[name] = true;
    return Value{graph_->AddLeaf(graph_->ColumnOf(open.dataset, name), range), nullptr};
  }
  const uint64_t key = uint64_t{open.id} << 32 | name;
  const auto found = open_columns_.find(key);
  if (found != open_columns_.end()) return found->second;
  open_columns_.emplace(key, Value());  // ends a cycle through a recursive CTE
  std::vector<Edge> edges;
  for (const Relation* branch : open.branches) {
    const LookupResult result = FindIn(*branch, name, range);
    const Step step =
        result.status == LookupStatus::kAmbiguous ? kIdentity | kAmbiguous : kIdentity;
    for (const Value& candidate : result.candidates) edges.push_back(Edge{candidate.node, step});
  }
  const Value value{graph_->AddNode(edges), nullptr};
  open_columns_[key] = value;
  return value;
}

NodeId NameBinder::StarOfOpen(const OpenColumns& open, ast::SourceRange range) {
  if (open.dataset != kNoDataset) {
    return graph_->AddLeaf(graph_->ColumnOf(open.dataset, names_->Intern("*")), range,
                           /*unresolved=*/true);
  }
  return ColumnOfOpen(open, names_->Intern("*"), range).node;
}

LookupResult NameBinder::FindIn(const Relation& relation, NameId name, ast::SourceRange range) {
  if (relation.dataset != kNoDataset) {
    const Dataset& dataset = graph_->dataset(relation.dataset);
    const int position = dataset.table->FindColumn(name);
    if (position < 0) return LookupResult();
    return Found(Value{graph_->AddLeaf(dataset.first_column + position, range), nullptr});
  }
  LookupResult result;
  int only = -1;
  if (relation.index != nullptr) {
    const auto found = relation.index->find(name);
    if (found != relation.index->end()) only = found->second;
  }
  if (relation.index == nullptr || only == -2) {
    for (size_t i = 0; i < relation.columns.size(); ++i) {
      const OutputColumn& column = relation.columns[i];
      if (column.name != name) continue;
      const Value value = Refer(relation, column.value, range);
      bool same = false;
      for (const Value& earlier : result.candidates) same = same || earlier.node == value.node;
      if (!same) result.candidates.push_back(value);
    }
  } else if (only >= 0) {
    result.candidates.push_back(Refer(relation, relation.columns[only].value, range));
  }
  if (!result.candidates.empty()) {
    result.status = result.candidates.size() == 1 ? LookupStatus::kFound : LookupStatus::kAmbiguous;
    return result;
  }
  for (const OpenColumns* open : relation.open) {
    result.candidates.push_back(Refer(relation, ColumnOfOpen(*open, name, range), range));
  }
  if (!result.candidates.empty()) {
    result.status =
        result.candidates.size() == 1 ? LookupStatus::kUnknown : LookupStatus::kAmbiguous;
  }
  return result;
}

LookupResult NameBinder::FindAmong(uint32_t first, uint32_t last, NameId name,
                                   ast::SourceRange range) {
  LookupResult known;
  bool some_open = false;
  for (uint32_t i = first; i < last; ++i) {
    const Binding& binding = bindings_[i];
    if (!binding.visible) continue;
    const Relation& relation = *binding.relation;
    some_open = some_open || IsOpen(relation);
    if (IsOpen(relation) && relation.columns.empty()) continue;
    LookupResult one = FindIn(relation, name, range);
    if (one.status == LookupStatus::kNotFound || one.status == LookupStatus::kUnknown) continue;
    if (one.status == LookupStatus::kAmbiguous && IsOpen(relation)) {
      // Candidates of several open parts are no knowledge.
      bool has = false;
      for (const OutputColumn& column : relation.columns) has = has || column.name == name;
      if (!has) continue;
    }
    for (const Value& value : one.candidates) known.candidates.push_back(value);
  }
  if (known.candidates.empty() && some_open) {
    for (uint32_t i = first; i < last; ++i) {
      const Binding& binding = bindings_[i];
      if (!binding.visible || !IsOpen(*binding.relation)) continue;
      const LookupResult one = FindIn(*binding.relation, name, range);
      for (const Value& value : one.candidates) known.candidates.push_back(value);
    }
    known.status = known.candidates.size() == 1 ? LookupStatus::kUnknown : LookupStatus::kAmbiguous;
    return known;
  }
  if (known.candidates.empty()) return known;
  known.status = known.candidates.size() == 1 ? LookupStatus::kFound : LookupStatus::kAmbiguous;
  return known;
}

LookupResult NameBinder::FindInScope(const Scope& scope, NameId name, ast::SourceRange range) {
  const Value* alias =
      scope.alias_use == AliasUse::kNone
          ? nullptr
          : scope.aliases.Find(name, /*written=*/scope.alias_use == AliasUse::kAfterColumns);
  if (alias != nullptr && scope.alias_use == AliasUse::kBeforeColumns) return Found(*alias);
  if (scope.merged) {
    for (const StarEntry& entry : scope.star_entries) {
      if (entry.merged && entry.name == name) return Found(entry.value);
    }
  }
  if (alias == nullptr) return FindAmong(scope.first, scope.last, name, range);
  // Real columns win over aliases. Where no schema tells, an alias is the better guess unless the
  // name was used as a column already: SELECT nvl(a, 0) AS a, a + 1 AS b FROM t.
  const bool seen = WasSeenUnknown(name);
  LookupResult result;
  for (uint32_t i = scope.first; i < scope.last; ++i) {
    const Binding& binding = bindings_[i];
    if (!binding.visible) continue;
    const Relation& relation = *binding.relation;
    if (IsOpen(relation)) {
      bool has = false;
      for (const OutputColumn& column : relation.columns) has = has || column.name == name;
      if (!has) continue;
    }
    const LookupResult one = FindIn(relation, name, range);
    for (const Value& value : one.candidates) result.candidates.push_back(value);
  }
  if (!result.candidates.empty()) {
    result.status = result.candidates.size() == 1 ? LookupStatus::kFound : LookupStatus::kAmbiguous;
    return result;
  }
  if (seen) {
    result = FindAmong(scope.first, scope.last, name, range);
    if (result.status != LookupStatus::kNotFound) return result;
  }
  return Found(*alias);
}

const Binding* NameBinder::FindBinding(const Scope& scope, absl::Span<const NameId> parts,
                                       bool behind_alias) const {
  for (uint32_t i = scope.last; i > scope.first; --i) {
    const Binding& binding = bindings_[i - 1];
    if (parts.size() == 1 && binding.alias == parts[0]) return &binding;
    if (binding.table == nullptr || binding.aliased != behind_alias) continue;
    const std::vector<NameId>& name = binding.table->name_parts;
    if (name.size() < parts.size()) continue;
    bool same = true;
    for (size_t k = 0; k < parts.size(); ++k) {
      same = same && name[name.size() - parts.size() + k] == parts[k];
    }
    if (same) return &binding;
  }
  return nullptr;
}

}  // namespace headwater::analyze
