// Queries: WITH, body, ordering.

#include "absl/strings/str_cat.h"
#include "lib/analyze/analyzer_impl.h"

namespace headwater::analyze {

const Relation* AnalyzerImpl::FindCommonTable(NameId name) const {
  const auto found = common_tables_.find(name);
  return found == common_tables_.end() ? nullptr : found->second;
}

// Makes a relation of the columns that were pushed since `column_mark`.
const Relation* AnalyzerImpl::MakeRelation(size_t column_mark,
                                           absl::Span<const OpenColumns* const> open,
                                           NodeId influences, NodeId rows) {
  Relation* relation = graph_.arena().New<Relation>();
  relation->columns = graph_.arena().CopyOf<OutputColumn>(
      absl::MakeConstSpan(columns_.data() + column_mark, columns_.size() - column_mark));
  columns_.resize(column_mark);
  relation->open = graph_.arena().CopyOf<const OpenColumns*>(open);
  relation->influences = influences;
  relation->rows = rows;
  if (relation->columns.size() > 24) {
    auto index = std::make_unique<absl::flat_hash_map<NameId, int>>();
    index->reserve(relation->columns.size());
    for (size_t i = 0; i < relation->columns.size(); ++i) {
      const auto [found, inserted] =
          index->try_emplace(relation->columns[i].name, static_cast<int>(i));
      if (!inserted) found->second = -2;
    }
    relation->index = index.get();
    indexes_.push_back(std::move(index));
  }
  return relation;
}

const Relation* AnalyzerImpl::RenameColumns(const Relation* relation, ast::List<ast::Name> names) {
  if (names.empty()) return relation;
  const size_t mark = columns_.size();
  const size_t count = binder_.ColumnCount(*relation);
  const bool star = !relation->open.empty();
  for (size_t i = 0; i < (star ? names.size() : count); ++i) {
    OutputColumn column;
    const ast::SourceRange range = i < names.size() ? names[i].range : ast::SourceRange();
    if (i < count && !(relation->dataset == kNoDataset && relation->columns[i].star)) {
      column.value = binder_.ColumnAt(*relation, i, range);
      column.name = binder_.ColumnName(*relation, i);
      if (relation->dataset == kNoDataset) {
        column.expression = relation->columns[i].expression;
        column.range = relation->columns[i].range;
      }
    } else if (star) {
      // A position in an unknown table: some column of it.
      std::vector<Edge> edges;
      for (const OpenColumns* open : relation->open)
        edges.push_back(Edge{binder_.StarOfOpen(*open, range), kIdentity});
      column.value.node = graph_.AddNode(edges);
    }
    if (i < names.size()) {
      column.name = names_.Intern(names[i].text);
      column.range = names[i].range;
    }
    columns_.push_back(column);
  }
  return MakeRelation(mark, {}, relation->influences, relation->rows);
}

// The self-reference reads columns that are still open: their edges are set when the recursive
// part is known. Flatten visits each node once, so the cycle does no harm.
const Relation* AnalyzerImpl::AnalyzeRecursive(const ast::CommonTable& table, const Scope* outer) {
  const ast::Query& query = *table.query;
  const auto& body = query.body->As<ast::SetOperationBody>();
  const size_t inner_with = BindWith(query.with, outer);
  const Relation* anchor =
      RenameColumns(AnalyzeBody(*body.inputs[0], nullptr, outer), table.columns);
  const size_t mark = columns_.size();
  const size_t count = binder_.ColumnCount(*anchor);
  std::vector<NodeId> nodes;
  for (size_t i = 0; i < count; ++i) {
    OutputColumn column;
    if (anchor->dataset == kNoDataset) column = anchor->columns[i];
    column.name = binder_.ColumnName(*anchor, i);
    nodes.push_back(graph_.AddOpenNode());
    column.value = Value{nodes.back(), nullptr};
    columns_.push_back(column);
  }
  const NodeId influences = graph_.AddOpenNode();
  const Relation* self = MakeRelation(mark, anchor->open, influences, anchor->rows);
  const NameId name = names_.Intern(table.name.text);
  const Relation* shadowed = FindCommonTable(name);
  common_tables_[name] = self;
  std::vector<std::vector<Edge>> edges(count);
  std::vector<Edge> influence_edges = {{anchor->influences, kIdentity}};
  for (size_t i = 0; i < count; ++i) {
    edges[i].push_back(Edge{binder_.ColumnAt(*anchor, i, table.range).node, kIdentity});
  }
  for (size_t k = 1; k < body.inputs.size(); ++k) {
    const Relation* part = AnalyzeBody(*body.inputs[k], nullptr, outer);
    const size_t part_count = binder_.ColumnCount(*part);
    for (size_t i = 0; i < count && i < part_count; ++i) {
      edges[i].push_back(Edge{binder_.ColumnAt(*part, i, table.range).node, kIdentity});
    }
    influence_edges.push_back(Edge{part->influences, kIdentity});
  }
  for (size_t i = 0; i < count; ++i) graph_.SetEdges(nodes[i], edges[i]);
  graph_.SetEdges(influences, influence_edges);
  if (shadowed == nullptr) {
    common_tables_.erase(name);
  } else {
    common_tables_[name] = shadowed;
  }
  UnbindWith(inner_with);
  return self;
}

size_t AnalyzerImpl::BindWith(const ast::WithClause* with, const Scope* outer) {
  const size_t mark = with_stack_.size();
  if (with == nullptr) return mark;
  for (const ast::CommonTable& table : with->tables) {
    if (table.query == nullptr) continue;
    const Relation* relation;
    const bool recursive =
        with->recursive && table.query->body->kind == ast::QueryBodyKind::kSetOperation;
    if (recursive) {
      relation = AnalyzeRecursive(table, outer);
    } else {
      relation = RenameColumns(AnalyzeQuery(*table.query, outer), table.columns);
    }
    const NameId name = names_.Intern(table.name.text);
    const Relation*& slot = common_tables_[name];
    with_stack_.push_back(CommonTableFrame{name, slot});
    slot = relation;
  }
  return mark;
}

void AnalyzerImpl::UnbindWith(size_t mark) {
  while (with_stack_.size() > mark) {
    const CommonTableFrame& frame = with_stack_.back();
    if (frame.shadowed == nullptr) {
      common_tables_.erase(frame.name);
    } else {
      common_tables_[frame.name] = frame.shadowed;
    }
    with_stack_.pop_back();
  }
}

const Relation* AnalyzerImpl::AnalyzeQuery(const ast::Query& query, const Scope* outer) {
  const size_t with_mark = BindWith(query.with, outer);
  const Relation* relation = AnalyzeBody(*query.body, &query, outer);
  UnbindWith(with_mark);
  return relation;
}

const Relation* AnalyzerImpl::AnalyzeBody(const ast::QueryBody& body, const ast::Query* clauses,
                                          const Scope* outer) {
  const Relation* relation = nullptr;
  switch (body.kind) {
    case ast::QueryBodyKind::kSelect:
      return AnalyzeSelect(body.As<ast::SelectBody>(), clauses, outer);
    case ast::QueryBodyKind::kSetOperation:
      relation = AnalyzeSetOperation(body.As<ast::SetOperationBody>(), outer);
      break;
    case ast::QueryBodyKind::kValues:
      relation = AnalyzeValues(body.As<ast::ValuesBody>(), outer);
      break;
    case ast::QueryBodyKind::kTable: {
      const TableInfo* table = nullptr;
      relation = ResolveTable(body.As<ast::TableBody>().name, body.range, &table);
      // A star's worth: TABLE t is SELECT * FROM t.
      const size_t mark = columns_.size();
      std::vector<const OpenColumns*> open;
      ExpandRelation(*relation, nullptr, body.range, &open);
      relation = MakeRelation(mark, open, relation->influences, relation->rows);
      break;
    }
    case ast::QueryBodyKind::kParenthesised:
      relation = AnalyzeQuery(*body.As<ast::ParenthesisedBody>().query, outer);
      break;
  }
  if (clauses != nullptr && (!clauses->order_by.empty() || !clauses->sort_by.empty())) {
    relation = AddOrdering(relation, *clauses, outer);
  }
  return relation;
}

// ORDER BY behind a set operation or parentheses sees the output columns only.
const Relation* AnalyzerImpl::AddOrdering(const Relation* relation, const ast::Query& query,
                                          const Scope* outer) {
  const size_t column_mark = columns_.size();
  const size_t influence_mark = influences_.size();
  influences_.push_back(Edge{relation->influences, kIdentity});
  for (const OutputColumn& column : relation->columns) columns_.push_back(column);
  Scope scope;
  scope.outer = outer;
  scope.first = static_cast<uint32_t>(binder_.bindings().size());
  binder_.bindings().push_back(Binding{kNoName, nullptr, false, relation, true});
  scope.last = scope.first + 1;
  scope.windows.push_back(query.windows);
  {
    ScopeGuard guard(this, &scope);
    AddOrderInfluences(query, column_mark);
  }
  binder_.bindings().resize(scope.first);
  columns_.resize(column_mark);
  Relation* ordered = graph_.arena().New<Relation>();
  *ordered = *relation;
  ordered->influences = TakeInfluences(influence_mark);
  return ordered;
}

}  // namespace headwater::analyze
