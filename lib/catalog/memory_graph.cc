#include "lib/catalog/memory_graph.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "lib/catalog/edge_block.h"
#include "lib/catalog/format.h"

namespace headwater::catalog {
namespace {

// Past this many changed assets a new base is cheaper than looking changes up.
constexpr size_t kMostOverlay = 4096;

int IndexOf(Direction direction) { return static_cast<int>(direction); }

// Visits the current blocks of one direction in the order of assets.
absl::Status ScanBlocks(const View& view, char tag,
                        absl::FunctionRef<absl::Status(uint32_t asset, const BlockView&)> visit) {
  const auto iterator = view.Iterate(Area::kEdges, false);
  BlockView block;
  for (iterator->Seek(std::string(1, tag)); iterator->Valid() && iterator->key()[0] == tag;
       iterator->Next()) {
    if (iterator->key().size() != 9 || !SplitBlock(ToView(iterator->value()), &block)) {
      return Damaged("a block of edges");
    }
    const absl::Status status = visit(GetU32(ToView(iterator->key()).substr(1)), block);
    if (!status.ok()) return status;
  }
  return FromRocks(iterator->status(), "reading edges");
}

absl::Status NumberNodes(Reader* reader, GraphBase* base) {
  uint32_t next_asset = 0;
  uint64_t next_epoch = 0;
  absl::Status status = ReadCounters(reader->view(), &next_asset, &next_epoch);
  if (!status.ok()) return status;
  std::vector<uint32_t> slots(next_asset, 0);
  // Records tell how many slots there are; only their columns are counted.
  status = reader->ForEachAsset([&](const v1::Asset& asset) {
    if (asset.id() < next_asset)
      slots[asset.id()] = static_cast<uint32_t>(asset.columns_size()) + 1;
    return true;
  });
  if (!status.ok()) return status;
  base->first_node.resize(next_asset + 1);
  uint64_t next = 0;
  for (uint32_t asset = 0; asset < next_asset; ++asset) {
    base->first_node[asset] = static_cast<uint32_t>(next);
    next += slots[asset];
  }
  if (next > UINT32_MAX) return absl::ResourceExhaustedError("more than 4 billion columns");
  base->first_node[next_asset] = static_cast<uint32_t>(next);
  base->asset_of.resize(next);
  for (uint32_t asset = 0; asset < next_asset; ++asset) {
    std::fill(base->asset_of.begin() + base->first_node[asset],
              base->asset_of.begin() + base->first_node[asset + 1], asset);
  }
  return absl::OkStatus();
}

// Blocks come by asset, and within by task: an asset's edges are gathered and sorted by slot.
absl::Status FillRows(Reader* reader, char tag, size_t most_bytes, GraphBase* base,
                      SparseRows* rows) {
  std::vector<BlockEdge> edges;
  uint32_t current = 0;
  rows->offsets.assign(base->asset_of.size() + 1, 0);
  const auto flush = [&]() -> absl::Status {
    std::sort(edges.begin(), edges.end());
    edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
    for (const BlockEdge& edge : edges) {
      const uint32_t other = AssetOf(edge.other);
      if (current + 1 >= base->first_node.size() || other + 1 >= base->first_node.size() ||
          base->first_node[current] + edge.slot >= base->first_node[current + 1] ||
          base->first_node[other] + SlotOf(edge.other) >= base->first_node[other + 1]) {
        return Damaged("an edge ends in a column that is not there");
      }
      rows->targets.push_back(base->first_node[other] + SlotOf(edge.other));
      rows->attributes.push_back(edge.attributes);
      ++rows->offsets[base->first_node[current] + edge.slot + 1];
    }
    edges.clear();
    if (base->bytes() > most_bytes) {
      return absl::ResourceExhaustedError(
          absl::StrCat("the graph takes more than the ", most_bytes, " bytes it may"));
    }
    return absl::OkStatus();
  };
  absl::Status status =
      ScanBlocks(reader->view(), tag, [&](uint32_t asset, const BlockView& block) -> absl::Status {
        if (asset != current) {
          const absl::Status flushed = flush();
          if (!flushed.ok()) return flushed;
          current = asset;
        }
        return ReadBody(block.body, &edges) ? absl::OkStatus() : Damaged("a block of edges");
      });
  if (status.ok()) status = flush();
  for (size_t i = 1; i < rows->offsets.size(); ++i) rows->offsets[i] += rows->offsets[i - 1];
  rows->targets.shrink_to_fit();
  rows->attributes.shrink_to_fit();
  return status;
}

}  // namespace

size_t GraphBase::bytes() const {
  size_t bytes = first_node.capacity() * 4 + asset_of.capacity() * 4;
  for (const SparseRows& direction : rows) {
    bytes += direction.offsets.capacity() * 8 + direction.targets.capacity() * 4 +
             direction.attributes.capacity();
  }
  return bytes;
}

absl::StatusOr<std::shared_ptr<const MemoryGraph>> MemoryGraph::Load(Reader* reader,
                                                                     size_t most_bytes) {
  auto base = std::make_shared<GraphBase>();
  absl::Status status = NumberNodes(reader, base.get());
  if (status.ok()) {
    status = FillRows(reader, kUpstreamTag, most_bytes, base.get(),
                      &base->rows[IndexOf(Direction::kUpstream)]);
  }
  if (status.ok()) {
    status = FillRows(reader, kDownstreamTag, most_bytes, base.get(),
                      &base->rows[IndexOf(Direction::kDownstream)]);
  }
  if (!status.ok()) return status;
  auto graph = std::make_shared<MemoryGraph>();
  graph->base_ = std::move(base);
  graph->epoch_ = reader->epoch();
  return std::shared_ptr<const MemoryGraph>(std::move(graph));
}

absl::StatusOr<std::shared_ptr<const MemoryGraph>> MemoryGraph::Update(
    Reader* reader, const DirtyAssets& dirty) const {
  if (overlay_.size() + dirty.size() > kMostOverlay) return nullptr;
  auto graph = std::make_shared<MemoryGraph>(*this);
  graph->epoch_ = reader->epoch();
  std::vector<TaskEdge> edges;
  for (const auto& [direction, asset] : dirty) {
    edges.clear();
    const absl::Status status = reader->Edges(direction, asset, &edges);
    if (!status.ok()) return status;
    auto list = std::make_shared<AssetEdges>();
    for (const TaskEdge& edge : edges) list->push_back(edge.edge);
    std::sort(list->begin(), list->end());
    list->erase(std::unique(list->begin(), list->end()), list->end());
    graph->overlay_[{direction, asset}] = std::move(list);
  }
  return std::shared_ptr<const MemoryGraph>(std::move(graph));
}

size_t MemoryGraph::memory_bytes() const {
  size_t bytes = base_->bytes();
  for (const auto& [key, edges] : overlay_) bytes += edges->capacity() * sizeof(BlockEdge) + 64;
  return bytes;
}

// One walk's marks. Nodes that the base does not know get numbers behind its own.
class MemoryGraph::Walker {
 public:
  Walker(const MemoryGraph& graph, Direction direction, EdgeKind kind)
      : graph_(graph),
        base_(*graph.base_),
        rows_(base_.rows[IndexOf(direction)]),
        direction_(direction),
        kind_(kind),
        seen_(base_.asset_of.size(), false) {}

  // The dense number of `node`.
  uint32_t Number(NodeId node) {
    const uint32_t asset = AssetOf(node);
    if (asset + 1 < base_.first_node.size() &&
        base_.first_node[asset] + SlotOf(node) < base_.first_node[asset + 1]) {
      return base_.first_node[asset] + SlotOf(node);
    }
    const auto [found, added] = extra_.try_emplace(
        node, static_cast<uint32_t>(base_.asset_of.size() + extra_nodes_.size()));
    if (added) extra_nodes_.push_back(node);
    return found->second;
  }

  NodeId Node(uint32_t number) const {
    if (number >= base_.asset_of.size()) return extra_nodes_[number - base_.asset_of.size()];
    const uint32_t asset = base_.asset_of[number];
    return MakeNode(asset, number - base_.first_node[asset]);
  }

  bool Mark(uint32_t number) {
    if (number >= seen_.size()) seen_.resize(number + 1, false);
    if (seen_[number]) return false;
    seen_[number] = true;
    return true;
  }

  // Rows that are chosen otherwise make every value of the table another; see Expand.
  template <typename Visit>
  void Row(uint32_t first, uint32_t last, const Visit& visit, bool asset_edges,
           bool indirect_only) {
    for (uint64_t i = rows_.offsets[first]; i < rows_.offsets[last]; ++i) {
      const uint8_t attributes = rows_.attributes[i];
      if (Wanted(attributes, asset_edges, indirect_only)) visit(rows_.targets[i]);
    }
  }

  bool Wanted(uint8_t attributes, bool asset_edges, bool indirect_only) const {
    if (asset_edges) return IsAssetEdge(attributes);
    return IsKind(attributes, kind_) && (!indirect_only || !IsDirect(attributes));
  }

  // Calls `visit` with the number of each neighbour. `rows` are the columns walk's slot 0: going
  // down, all columns of the asset; going up, the influences on its rows stand beside each
  // column's own edges.
  template <typename Visit>
  void Expand(uint32_t number, bool asset_edges, const Visit& visit) {
    const NodeId node = Node(number);
    const uint32_t asset = AssetOf(node);
    const uint32_t slot = SlotOf(node);
    const bool whole = !asset_edges && slot == 0 && direction_ == Direction::kDownstream;
    const bool influences = !asset_edges && slot != 0 && direction_ == Direction::kUpstream &&
                            kind_ != EdgeKind::kDirect;
    if (!graph_.overlay_.empty()) {
      const auto found = graph_.overlay_.find(std::make_pair(direction_, asset));
      if (found != graph_.overlay_.end()) {
        for (const BlockEdge& edge : *found->second) {
          const bool own = edge.slot == slot || whole;
          const bool rows = influences && edge.slot == 0;
          if ((own || rows) && Wanted(edge.attributes, asset_edges, rows && !own)) {
            visit(Number(edge.other));
          }
        }
        return;
      }
    }
    if (number >= base_.asset_of.size()) return;
    if (whole) {
      Row(base_.first_node[asset], base_.first_node[asset + 1], visit, false, false);
      return;
    }
    Row(number, number + 1, visit, asset_edges, false);
    if (influences) {
      const uint32_t rows = base_.first_node[asset];
      Row(rows, rows + 1, visit, false, true);
    }
  }

 private:
  const MemoryGraph& graph_;
  const GraphBase& base_;
  const SparseRows& rows_;
  const Direction direction_;
  const EdgeKind kind_;
  std::vector<bool> seen_;
  absl::flat_hash_map<NodeId, uint32_t> extra_;
  std::vector<NodeId> extra_nodes_;
};

std::vector<NodeId> MemoryGraph::Closure(NodeId start, Direction direction, EdgeKind kind,
                                         uint32_t depth) const {
  Walker walker(*this, direction, kind);
  const bool asset_edges = SlotOf(start) == 0;
  std::vector<uint32_t> order = {walker.Number(start)};
  walker.Mark(order[0]);
  size_t begin = 0;
  for (uint32_t distance = 0; distance < depth && begin < order.size(); ++distance) {
    const size_t end = order.size();
    for (; begin < end; ++begin) {
      walker.Expand(order[begin], asset_edges, [&](uint32_t number) {
        if (walker.Mark(number)) order.push_back(number);
      });
    }
  }
  std::vector<NodeId> nodes;
  nodes.reserve(order.size() - 1);
  for (size_t i = 1; i < order.size(); ++i) nodes.push_back(walker.Node(order[i]));
  return nodes;
}

std::vector<NodeId> MemoryGraph::Neighbours(NodeId node, Direction direction, EdgeKind kind) const {
  // No marks here: they would cost more than the hop.
  std::vector<NodeId> nodes;
  const uint32_t asset = AssetOf(node);
  const bool asset_edges = SlotOf(node) == 0;
  const auto wanted = [&](uint8_t attributes) {
    return asset_edges ? IsAssetEdge(attributes) : IsKind(attributes, kind);
  };
  const auto found = overlay_.find(std::make_pair(direction, asset));
  if (found != overlay_.end()) {
    for (const BlockEdge& edge : *found->second) {
      if (edge.slot == SlotOf(node) && wanted(edge.attributes)) nodes.push_back(edge.other);
    }
  } else if (asset + 1 < base_->first_node.size() &&
             base_->first_node[asset] + SlotOf(node) < base_->first_node[asset + 1]) {
    const SparseRows& rows = base_->rows[IndexOf(direction)];
    const uint32_t number = base_->first_node[asset] + SlotOf(node);
    for (uint64_t i = rows.offsets[number]; i < rows.offsets[number + 1]; ++i) {
      if (!wanted(rows.attributes[i])) continue;
      const uint32_t other = base_->asset_of[rows.targets[i]];
      nodes.push_back(MakeNode(other, rows.targets[i] - base_->first_node[other]));
    }
  }
  std::sort(nodes.begin(), nodes.end());
  nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
  return nodes;
}

}  // namespace headwater::catalog
