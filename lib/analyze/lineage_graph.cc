#include "lib/analyze/lineage_graph.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "lib/analyze/type_text.h"

namespace headwater::analyze {
namespace {

uint64_t Pair(uint32_t high, uint32_t low) { return uint64_t{high} << 32 | low; }

// A small number for a composed step: nine subtypes times two flags.
uint64_t StepBit(Step step) {
  const unsigned flags = (step & kMasking ? 1u : 0u) | (step & kAmbiguous ? 2u : 0u);
  return uint64_t{1} << ((step & kSubtypeMask) * 4 + flags);
}

// Where an insertion-ordered container is cheaper to rebuild than to clear.
template <typename Map>
void ClearMap(Map* map) {
  if (!map->empty()) map->clear();
}

}  // namespace

LineageGraph::LineageGraph() { Reset(); }

void LineageGraph::Reset() {
  arena_.Reset();
  datasets_.assign(1, Dataset());
  ClearMap(&dataset_ids_);
  columns_.assign(1, BaseColumn());
  ClearMap(&extra_columns_);
  ClearMap(&fields_);
  ClearMap(&field_nodes_);
  Node none;
  none.kind = Node::kDerived;
  none.edge_count = 0;
  nodes_.assign(1, none);
  edges_.clear();
  // Epochs go on counting, so the visit marks need no clearing, but keep large ones from staying.
  if (node_visits_.size() > (size_t{1} << 20)) {
    node_visits_ = {};
    column_visits_ = {};
  }
}

DatasetId LineageGraph::AddDataset(const TableInfo* table, ast::SourceRange range) {
  const auto [found, inserted] =
      dataset_ids_.try_emplace(table, static_cast<DatasetId>(datasets_.size()));
  if (!inserted) return found->second;
  Dataset dataset;
  dataset.table = table;
  dataset.range = range;
  dataset.first_column = static_cast<ColumnId>(columns_.size());
  for (NameId name : table->columns) {
    columns_.push_back(BaseColumn{static_cast<DatasetId>(datasets_.size()), name, {}});
  }
  datasets_.push_back(dataset);
  return found->second;
}

ColumnId LineageGraph::ColumnOf(DatasetId dataset, NameId name) {
  const Dataset& owner = datasets_[dataset];
  if (owner.table != nullptr) {
    const int position = owner.table->FindColumn(name);
    if (position >= 0) return owner.first_column + position;
  }
  const auto [found, inserted] =
      extra_columns_.try_emplace(Pair(dataset, name), static_cast<ColumnId>(columns_.size()));
  if (inserted) columns_.push_back(BaseColumn{dataset, name, {}});
  return found->second;
}

ColumnId LineageGraph::RowsOf(DatasetId dataset) {
  if (datasets_[dataset].rows_column == 0) {
    datasets_[dataset].rows_column = static_cast<ColumnId>(columns_.size());
    columns_.push_back(BaseColumn{dataset, kNoName, {}});
  }
  return datasets_[dataset].rows_column;
}

ColumnId LineageGraph::FieldOf(ColumnId column, absl::string_view field) {
  const auto key = std::make_pair(column, field);
  const auto found = fields_.find(key);
  if (found != fields_.end()) return found->second;
  BaseColumn child = columns_[column];
  child.path = child.path.empty() ? arena_.CopyOf(field)
                                  : arena_.CopyOf(absl::StrCat(child.path, ".", field));
  const ColumnId id = static_cast<ColumnId>(columns_.size());
  columns_.push_back(child);
  fields_.emplace(std::make_pair(column, arena_.CopyOf(field)), id);
  return id;
}

absl::string_view LineageGraph::TypeOf(ColumnId id) const {
  const BaseColumn& base = columns_[id];
  if (base.dataset == kNoDataset) return {};
  const TableInfo* table = datasets_[base.dataset].table;
  if (table == nullptr || table->schema == nullptr) return {};
  const int position = table->FindColumn(base.name);
  if (position < 0) return {};
  absl::string_view type = table->schema->columns[position].type;
  for (absl::string_view field : absl::StrSplit(base.path, '.', absl::SkipEmpty())) {
    if (type.empty()) break;
    type = FieldType(type, field);
  }
  return type;
}

NodeId LineageGraph::AddLeaf(ColumnId column, ast::SourceRange range, bool unresolved) {
  Node node;
  node.kind = unresolved ? Node::kUnresolvedLeaf : Node::kLeaf;
  node.edge_count = 0;
  node.target = column;
  node.range = range;
  nodes_.push_back(node);
  return static_cast<NodeId>(nodes_.size() - 1);
}

NodeId LineageGraph::AddNode(absl::Span<const Edge> edges) {
  if (edges.empty()) return kNoNode;
  if (edges.size() == 1 && edges[0].step == kIdentity) return edges[0].child;
  const NodeId node = AddOpenNode();
  SetEdges(node, edges);
  return node;
}

NodeId LineageGraph::AddOpenNode() {
  Node node;
  node.kind = Node::kDerived;
  node.edge_count = 0;
  nodes_.push_back(node);
  return static_cast<NodeId>(nodes_.size() - 1);
}

void LineageGraph::SetEdges(NodeId node, absl::Span<const Edge> edges) {
  const uint32_t first = static_cast<uint32_t>(edges_.size());
  for (const Edge& edge : edges) {
    if (edge.child == kNoNode || edge.child == node) continue;
    bool known = false;
    // Repeated references are common in short expressions; in long ones Flatten drops them.
    const size_t look_back = edges_.size() - first < 16 ? edges_.size() - first : 16;
    for (size_t i = 1; i <= look_back && !known; ++i) {
      const Edge& earlier = edges_[edges_.size() - i];
      known = earlier.child == edge.child && earlier.step == edge.step;
    }
    if (!known) edges_.push_back(edge);
  }
  nodes_[node].target = first;
  nodes_[node].edge_count = static_cast<uint32_t>(edges_.size() - first);
}

NodeId LineageGraph::AddRelocated(NodeId child, ast::SourceRange range) {
  if (child == kNoNode) return kNoNode;
  Node node;
  node.kind = Node::kRelocated;
  node.edge_count = 0;
  node.target = child;
  node.range = range;
  nodes_.push_back(node);
  return static_cast<NodeId>(nodes_.size() - 1);
}

NodeId LineageGraph::AddField(NodeId node, NameId field, absl::string_view field_text) {
  if (node == kNoNode) return kNoNode;
  const Node copy = nodes_[node];
  if (copy.kind == Node::kLeaf || copy.kind == Node::kUnresolvedLeaf) {
    if (columns_[copy.target].name == kNoName) return node;
    return AddLeaf(FieldOf(copy.target, field_text), copy.range,
                   copy.kind == Node::kUnresolvedLeaf);
  }
  if (copy.kind == Node::kRelocated)
    return AddRelocated(AddField(copy.target, field, field_text), copy.range);
  const auto [found, inserted] = field_nodes_.try_emplace(Pair(node, field), node);
  if (!inserted) return found->second;
  // While the children are looked at, a cycle of a recursive CTE ends at the whole column.
  std::vector<Edge> edges;
  edges.reserve(copy.edge_count);
  for (uint32_t i = 0; i < copy.edge_count; ++i) {
    Edge edge = edges_[copy.target + i];
    const Step type = edge.step & kSubtypeMask;
    if (type == kIdentity || (edge.step & kElement) != 0) {
      edge.child = AddField(edge.child, field, field_text);
    } else if (!IsIndirect(edge.step)) {
      edge.step = Compose(kTransformation, edge.step);
    }
    edges.push_back(edge);
  }
  const NodeId result = AddNode(edges);
  field_nodes_[Pair(node, field)] = result;
  return result;
}

ColumnId LineageGraph::CopiedColumn(NodeId node) const {
  while (nodes_[node].kind == Node::kRelocated) node = nodes_[node].target;
  return nodes_[node].kind == Node::kLeaf ? nodes_[node].target : 0;
}

bool LineageGraph::FirstVisit(std::vector<Visit>* visits, uint32_t id, Step step) {
  Visit& visit = (*visits)[id];
  if (visit.epoch != epoch_) {
    visit.epoch = epoch_;
    visit.steps = 0;
  }
  const uint64_t bit = StepBit(step);
  if (visit.steps & bit) return false;
  visit.steps |= bit;
  return true;
}

void LineageGraph::Flatten(NodeId node, Step start, std::vector<FlatSource>* sources) {
  const Edge edge{node, start};
  Flatten(absl::MakeConstSpan(&edge, 1), sources);
}

void LineageGraph::Flatten(absl::Span<const Edge> edges, std::vector<FlatSource>* sources) {
  // Most columns are a bare copy: no marks needed.
  if (edges.size() == 1) {
    const Node& node = nodes_[edges[0].child];
    if (node.kind <= Node::kUnresolvedLeaf) {
      sources->push_back(FlatSource{node.target, static_cast<Step>(edges[0].step & ~kElement),
                                    node.kind == Node::kUnresolvedLeaf, node.range});
      return;
    }
  }
  if (node_visits_.size() < nodes_.size()) node_visits_.resize(nodes_.size());
  if (column_visits_.size() < columns_.size()) column_visits_.resize(columns_.size());
  if (++epoch_ == 0) {
    node_visits_.assign(node_visits_.size(), Visit());
    column_visits_.assign(column_visits_.size(), Visit());
    epoch_ = 1;
  }
  for (size_t i = edges.size(); i > 0; --i) {
    if (edges[i - 1].child != kNoNode) {
      stack_.push_back(Frame{edges[i - 1].child, Compose(edges[i - 1].step, kIdentity), kNoNode});
    }
  }
  Walk(sources);
}

void LineageGraph::Walk(std::vector<FlatSource>* sources) {
  while (!stack_.empty()) {
    const Frame frame = stack_.back();
    stack_.pop_back();
    const Node& node = nodes_[frame.node];
    if (node.kind <= Node::kUnresolvedLeaf) {
      if (!FirstVisit(&column_visits_, node.target, frame.step)) continue;
      const ast::SourceRange range =
          frame.relocated == kNoNode ? node.range : nodes_[frame.relocated].range;
      sources->push_back(
          FlatSource{node.target, frame.step, node.kind == Node::kUnresolvedLeaf, range});
      continue;
    }
    if (!FirstVisit(&node_visits_, frame.node, frame.step)) continue;
    if (node.kind == Node::kRelocated) {
      stack_.push_back(Frame{node.target, frame.step,
                             frame.relocated == kNoNode ? frame.node : frame.relocated});
      continue;
    }
    for (uint32_t i = node.edge_count; i > 0; --i) {
      const Edge& edge = edges_[node.target + i - 1];
      stack_.push_back(Frame{edge.child, Compose(frame.step, edge.step), frame.relocated});
    }
  }
}

}  // namespace headwater::analyze
