// Joins: conditions, USING and NATURAL, semi and anti joins.

#include "lib/analyze/analyzer_impl.h"

namespace headwater::analyze {
namespace {

bool HidesRight(ast::JoinKind kind) {
  return kind == ast::JoinKind::kLeftSemi || kind == ast::JoinKind::kLeftAnti;
}
bool HidesLeft(ast::JoinKind kind) {
  return kind == ast::JoinKind::kRightSemi || kind == ast::JoinKind::kRightAnti;
}

const StarEntry* FindEntry(const std::vector<StarEntry>& entries, NameId name) {
  for (const StarEntry& entry : entries) {
    if (entry.open == nullptr && entry.name == name) return &entry;
  }
  return nullptr;
}

}  // namespace

void AnalyzerImpl::AppendEntries(uint32_t first, uint32_t last, std::vector<StarEntry>* entries,
                                 ast::SourceRange range) {
  for (uint32_t i = first; i < last; ++i) {
    const Binding binding = binder_.bindings()[i];
    if (!binding.visible) continue;
    const Relation& relation = *binding.relation;
    for (size_t k = 0; k < binder_.ColumnCount(relation); ++k) {
      if (relation.dataset == kNoDataset && relation.columns[k].star) continue;
      entries->push_back(StarEntry{binder_.ColumnName(relation, k),
                                   binder_.ColumnAt(relation, k, range), false, nullptr});
    }
    for (const OpenColumns* open : relation.open)
      entries->push_back(StarEntry{kNoName, Value(), false, open});
  }
}

// From here on the scope's star is a list of its own.
void AnalyzerImpl::UseEntries(Scope* scope, uint32_t last, ast::SourceRange range) {
  if (scope->merged) return;
  AppendEntries(scope->first, last, &scope->star_entries, range);
  scope->merged = true;
}

void AnalyzerImpl::BindJoin(const ast::JoinRelation& join, Scope* scope) {
  const uint32_t right_first = static_cast<uint32_t>(binder_.bindings().size());
  // The right side's own conditions see its own relations; a lateral one also sees the left side.
  Scope right;
  right.outer = scope->outer;
  right.first = right.last = right_first;
  const bool lateral = (join.right->kind == ast::RelationKind::kSubquery &&
                        join.right->As<ast::SubqueryRelation>().lateral) ||
                       join.right->kind == ast::RelationKind::kFunction ||
                       join.right->kind == ast::RelationKind::kLateralView;
  if (lateral) right.outer = scope;
  BindRelation(*join.right, &right);
  const uint32_t end = static_cast<uint32_t>(binder_.bindings().size());
  scope->last = end;

  if (join.natural || !join.using_columns.empty()) {
    scope->last = right_first;
    MergeJoinColumns(join, right_first, right, scope);
    scope->last = end;
  } else if (scope->merged || right.merged) {
    UseEntries(scope, right_first, join.range);
    if (!HidesRight(join.join_kind)) {
      if (!right.merged) AppendEntries(right_first, end, &right.star_entries, join.range);
      scope->star_entries.insert(scope->star_entries.end(), right.star_entries.begin(),
                                 right.star_entries.end());
    }
  }
  if (join.on != nullptr) WalkInfluence(*join.on, *scope, kJoin);
  if (HidesRight(join.join_kind)) {
    for (uint32_t i = right_first; i < end; ++i) binder_.bindings()[i].visible = false;
  }
  if (HidesLeft(join.join_kind)) {
    for (uint32_t i = scope->first; i < right_first; ++i) binder_.bindings()[i].visible = false;
  }
}

// The merged column stands first in the star; an outer join takes the side that is always there, a
// full one both.
void AnalyzerImpl::MergeJoinColumns(const ast::JoinRelation& join, uint32_t right_first,
                                    const Scope& right_scope, Scope* scope) {
  const uint32_t end = static_cast<uint32_t>(binder_.bindings().size());
  UseEntries(scope, right_first, join.range);
  std::vector<StarEntry> right = right_scope.star_entries;
  if (!right_scope.merged) AppendEntries(right_first, end, &right, join.range);
  absl::InlinedVector<std::pair<NameId, ast::SourceRange>, 4> shared;
  for (const ast::Name& name : join.using_columns)
    shared.emplace_back(names_.Intern(name.text), name.range);
  if (join.natural) {
    for (const StarEntry& entry : scope->star_entries) {
      if (entry.open == nullptr && FindEntry(right, entry.name) != nullptr)
        shared.emplace_back(entry.name, join.range);
    }
  }
  std::vector<StarEntry> merged;
  for (const auto& [name, range] : shared) {
    const ast::Name written{names_.Text(name), range, false, false};
    const ast::NamePath path(&written, 1);
    const Value left_value = Settle(binder_.FindInScope(*scope, name, range), path, range);
    const Value right_value = Settle(binder_.FindAmong(right_first, end, name, range), path, range);
    for (const Value& value : {left_value, right_value}) {
      if (value.node != kNoNode) influences_.push_back(Edge{value.node, kJoin});
    }
    StarEntry entry{name, left_value, true, nullptr};
    if (join.join_kind == ast::JoinKind::kRight || HidesLeft(join.join_kind))
      entry.value = right_value;
    if (join.join_kind == ast::JoinKind::kFull) {
      const Edge edges[] = {{left_value.node, kTransformation},
                            {left_value.node, kConditional},
                            {right_value.node, kTransformation},
                            {right_value.node, kConditional}};
      entry.value = Value{graph_.AddNode(edges), nullptr};
    }
    merged.push_back(entry);
  }
  const auto is_shared = [&shared](const StarEntry& entry) {
    for (const auto& [name, range] : shared) {
      if (entry.open == nullptr && entry.name == name) return true;
    }
    return false;
  };
  if (!HidesLeft(join.join_kind)) {
    for (const StarEntry& entry : scope->star_entries) {
      if (!is_shared(entry)) merged.push_back(entry);
    }
  }
  if (!HidesRight(join.join_kind)) {
    for (const StarEntry& entry : right) {
      if (!is_shared(entry)) merged.push_back(entry);
    }
  }
  scope->star_entries = std::move(merged);
}

}  // namespace headwater::analyze
