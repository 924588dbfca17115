// Relations that outlive their statement: temporary views and tables, expanded views.

#include <algorithm>

#include "lib/analyze/analyzer_impl.h"

namespace headwater::analyze {
namespace {

uint32_t IndexOf(const TableInfo* table, StoredRelation* stored) {
  const auto found = std::find(stored->tables.begin(), stored->tables.end(), table);
  if (found != stored->tables.end()) return static_cast<uint32_t>(found - stored->tables.begin());
  stored->tables.push_back(table);
  return static_cast<uint32_t>(stored->tables.size() - 1);
}

}  // namespace

void AnalyzerImpl::StoreSources(NodeId node, StoredRelation* stored,
                                std::vector<StoredSource>* sources) {
  if (node == kNoNode) return;
  flat_.clear();
  graph_.Flatten(node, kIdentity, &flat_);
  sources->reserve(flat_.size());
  for (const FlatSource& flat : flat_) {
    const BaseColumn& column = graph_.column(flat.column);
    StoredSource source;
    source.dataset = IndexOf(graph_.dataset(column.dataset).table, stored);
    source.column = column.name;
    source.path = std::string(column.path);
    source.step = flat.step;
    source.unresolved = flat.unresolved;
    sources->push_back(std::move(source));
  }
}

void AnalyzerImpl::StoreValue(const Value& value, StoredRelation* stored, StoredColumn* column) {
  StoreSources(value.node, stored, &column->sources);
  if (value.shape == nullptr) return;
  column->shaped = true;
  column->shape = value.shape->kind;
  for (const Member& member : value.shape->members) {
    column->members.emplace_back();
    column->members.back().name = member.name;
    StoreValue(member.value, stored, &column->members.back());
  }
}

// Flattened, so a chain of temporary views does not grow with its length.
std::shared_ptr<StoredRelation> AnalyzerImpl::Store(const Relation& relation,
                                                    const std::vector<NameId>& names) {
  auto stored = std::make_shared<StoredRelation>();
  for (size_t i = 0; i < relation.columns.size(); ++i) {
    StoredColumn column;
    column.name = i < names.size() ? names[i] : relation.columns[i].name;
    column.star = relation.columns[i].star;
    StoreValue(relation.columns[i].value, stored.get(), &column);
    stored->columns.push_back(std::move(column));
  }
  StoreSources(relation.influences, stored.get(), &stored->influences);
  std::vector<StoredSource> rows;
  StoreSources(relation.rows, stored.get(), &rows);
  for (const StoredSource& source : rows) stored->rows.push_back(source.dataset);
  for (DatasetId id = 1; id < graph_.dataset_count(); ++id) {
    if (graph_.dataset(id).input)
      stored->inputs.push_back(IndexOf(graph_.dataset(id).table, stored.get()));
  }
  // A union behind a star is told by its tables.
  std::vector<const OpenColumns*> open(relation.open.begin(), relation.open.end());
  for (size_t i = 0; i < open.size(); ++i) {
    if (open[i]->dataset != kNoDataset) {
      const uint32_t index = IndexOf(graph_.dataset(open[i]->dataset).table, stored.get());
      if (std::find(stored->open.begin(), stored->open.end(), index) == stored->open.end())
        stored->open.push_back(index);
    }
    for (const Relation* branch : open[i]->branches) {
      for (const OpenColumns* inner : branch->open) {
        if (std::find(open.begin(), open.end(), inner) == open.end()) open.push_back(inner);
      }
    }
  }
  return stored;
}

NodeId AnalyzerImpl::ImportSources(const std::vector<StoredSource>& sources,
                                   const std::vector<DatasetId>& datasets) {
  const size_t mark = edges_.size();
  for (const StoredSource& source : sources) {
    const DatasetId dataset = datasets[source.dataset];
    ColumnId column = source.column == kNoName && source.path.empty() && dataset != kNoDataset
                          ? graph_.RowsOf(dataset)
                          : graph_.ColumnOf(dataset, source.column);
    if (!source.path.empty()) column = graph_.FieldOf(column, source.path);
    Push(graph_.AddLeaf(column, ast::SourceRange(), source.unresolved), source.step);
  }
  return TakeNode(mark);
}

Value AnalyzerImpl::ImportValue(const StoredColumn& column,
                                const std::vector<DatasetId>& datasets) {
  Value value;
  value.node = ImportSources(column.sources, datasets);
  if (!column.shaped) return value;
  absl::InlinedVector<Member, 8> members;
  for (const StoredColumn& member : column.members)
    members.push_back(Member{member.name, ImportValue(member, datasets)});
  value.shape = NewShape(column.shape, members);
  return value;
}

const Relation* AnalyzerImpl::Import(const StoredRelation& stored, ast::SourceRange range) {
  std::vector<DatasetId> datasets;
  for (const TableInfo* table : stored.tables) {
    datasets.push_back(table == nullptr ? kNoDataset : graph_.AddDataset(table, range));
  }
  for (uint32_t input : stored.inputs) {
    if (stored.tables[input] != nullptr) AddInput(stored.tables[input], range);
  }
  const auto [found, inserted] = imported_.try_emplace(&stored, nullptr);
  if (!inserted) return found->second;
  const size_t mark = columns_.size();
  for (const StoredColumn& written : stored.columns) {
    OutputColumn column;
    column.name = written.name;
    column.star = written.star;
    column.value = ImportValue(written, datasets);
    columns_.push_back(column);
  }
  std::vector<const OpenColumns*> open;
  for (uint32_t table : stored.open) {
    OpenColumns* columns = graph_.arena().New<OpenColumns>();
    columns->dataset = datasets[table];
    columns->id = ++open_count_;
    open.push_back(columns);
  }
  NodeId influences = ImportSources(stored.influences, datasets);
  influences = graph_.AddRelocated(influences, range);
  const size_t edge_mark = edges_.size();
  for (uint32_t table : stored.rows) {
    if (datasets[table] != kNoDataset)
      Push(graph_.AddLeaf(graph_.RowsOf(datasets[table]), range), kIdentity);
  }
  const NodeId rows = TakeNode(edge_mark);
  const Relation* made = MakeRelation(mark, open, influences, rows);
  Relation* relation = graph_.arena().New<Relation>();
  *relation = *made;
  relation->foreign = true;
  imported_[&stored] = relation;
  return relation;
}

}  // namespace headwater::analyze
