// Upstream, downstream, paths and impact.

#include <algorithm>
#include <set>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "lib/catalog/catalog_impl.h"
#include "lib/catalog/hop_reader.h"

namespace headwater::catalog {
namespace {

// Edges that a walk keeps in memory for columns it may come to; past it they are read again.
constexpr size_t kMostKept = size_t{4} << 20;
// Nodes that are looked at for a path, each way: some seconds. The limit of a path is of its edges.
constexpr size_t kMostPathNodes = 1'000'000;

// Nodes in the order they were reached, and the edges that were seen on the way.
struct Reached {
  std::vector<NodeId> order;  // order[0] is the start
  absl::flat_hash_map<NodeId, uint32_t> distance;
  std::vector<Hop> hops;
  bool truncated = false;
};

// With a goal, nothing is looked at that is further than it, or than the rows of its asset.
absl::Status Reach(Reader* reader, NodeId start, Direction direction, bool asset_edges,
                   const WalkOptions& options, Reached* reached, NodeId goal = 0) {
  uint32_t depth = options.depth;
  HopReader hops(reader, direction, options.kind, asset_edges);
  reached->order.push_back(start);
  reached->distance[start] = 0;
  for (size_t next = 0; next < reached->order.size(); ++next) {
    const NodeId node = reached->order[next];
    const uint32_t distance = reached->distance[node];
    if (distance >= depth) break;
    const absl::Status status = hops.Expand(node, [&](const Hop& hop) {
      if (!reached->distance.contains(hop.other)) {
        if (reached->order.size() > options.limit) {
          reached->truncated = true;
          return;
        }
        reached->distance[hop.other] = distance + 1;
        reached->order.push_back(hop.other);
        if (goal != 0 && (hop.other == goal || hop.other == MakeNode(AssetOf(goal), 0))) {
          depth = std::min(depth, distance + 1);
        }
      }
      // A wide table's influences would repeat for each column.
      if (hop.here == node || reached->hops.size() < options.limit * 8)
        reached->hops.push_back(hop);
    });
    if (!status.ok()) return status;
  }
  const auto key = [](const Hop& hop) {
    return std::make_tuple(hop.here, hop.other, hop.attributes, hop.task);
  };
  std::sort(reached->hops.begin(), reached->hops.end(),
            [&](const Hop& a, const Hop& b) { return key(a) < key(b); });
  reached->hops.erase(std::unique(reached->hops.begin(), reached->hops.end(),
                                  [&](const Hop& a, const Hop& b) { return key(a) == key(b); }),
                      reached->hops.end());
  return absl::OkStatus();
}

// Walking down, slot 0 stands for all columns; walking up, columns for their slot 0. So an edge is
// on a path when its end, or the rows of its end's asset, were reached from each side.
uint32_t DistanceTo(const Reached& reached, NodeId node) {
  uint32_t best = UINT32_MAX;
  const auto found = reached.distance.find(node);
  if (found != reached.distance.end()) best = found->second;
  const auto rows = reached.distance.find(MakeNode(AssetOf(node), 0));
  if (rows != reached.distance.end()) best = std::min(best, rows->second);
  return best;
}

// Of the shortest path, or of the shortest cycle where both ends are one; UINT32_MAX: none.
uint32_t PathLength(const Reached& ahead, NodeId first, NodeId last) {
  if (first != last) return DistanceTo(ahead, last);
  uint32_t best = UINT32_MAX;
  for (const Hop& hop : ahead.hops) {
    if (hop.other == last) best = std::min(best, DistanceTo(ahead, hop.here) + 1);
  }
  return best;
}

// What a change touches: assets with their columns, "" for rows, and tasks.
struct Touched {
  struct Item {
    uint32_t distance = UINT32_MAX;
    std::set<std::string> columns;
  };
  absl::flat_hash_map<uint32_t, Item> assets;
  absl::flat_hash_map<uint32_t, uint32_t> tasks;  // to distance
  bool truncated = false;
};

// Walks down from a change. A table's change goes along the edges of both levels. A column's goes
// along column edges, and on to all that is made of its asset by work without column lineage: a
// dashboard, a declared task, a check.
class ImpactWalk {
 public:
  ImpactWalk(Reader* reader, NodeNames* names, const WalkOptions& options, NodeId start,
             Touched* touched)
      : reader_(reader), names_(names), options_(options), start_(start), touched_(touched) {}

  absl::Status Run() {
    absl::Status status;
    if (SlotOf(start_) == 0) status = Walk(start_, 0, true);
    starts_.push_back({start_, 0});
    for (size_t i = 0; i < starts_.size() && status.ok(); ++i) {
      status = Walk(starts_[i].first, starts_[i].second, false);
    }
    return status;
  }

 private:
  absl::Status Walk(NodeId from, uint32_t distance, bool asset_edges) {
    if (distance > options_.depth) return absl::OkStatus();
    if (touched_->assets.size() >= options_.limit) {
      touched_->truncated = true;
      return absl::OkStatus();
    }
    WalkOptions options = options_;
    options.depth -= distance;
    Reached reached;
    absl::Status status =
        Reach(reader_, from, Direction::kDownstream, asset_edges, options, &reached);
    if (!status.ok()) return status;
    touched_->truncated = touched_->truncated || reached.truncated;
    for (const NodeId node : reached.order) {
      const uint32_t at = distance + reached.distance[node];
      if (!asset_edges) status = AddBlindReaders(AssetOf(node), at);
      if (!status.ok()) return status;
      if (node == start_) continue;
      Touched::Item& item = touched_->assets[AssetOf(node)];
      item.distance = std::min(item.distance, at);
      if (asset_edges) continue;
      v1::Node message;
      status = names_->Fill(node, 0, &message);
      if (!status.ok()) return status;
      item.columns.insert(message.column());
    }
    for (const Hop& hop : reached.hops) {
      const auto found = reached.distance.find(hop.other);
      if (found != reached.distance.end()) AddTask(hop.task, distance + found->second);
    }
    return absl::OkStatus();
  }

  void AddTask(uint32_t task, uint32_t distance) {
    const auto [at, added] = touched_->tasks.try_emplace(task, distance);
    if (!added) at->second = std::min(at->second, distance);
  }

  absl::Status AddBlindReaders(uint32_t asset, uint32_t distance) {
    if (SlotOf(start_) == 0 || distance >= options_.depth || !read_.insert(asset).second) {
      return absl::OkStatus();
    }
    std::vector<BlockEdge> edges;
    return reader_->Blocks(Direction::kDownstream, asset,
                           [&](uint32_t task, const BlockView& block) -> absl::Status {
                             edges.clear();
                             if (!ReadBody(block.body, &edges)) return Damaged("a block of edges");
                             for (const BlockEdge& edge : edges) {
                               if (!IsAssetEdge(edge.attributes)) return absl::OkStatus();
                             }
                             for (const BlockEdge& edge : edges) {
                               AddTask(task, distance + 1);
                               if (started_.insert(edge.other).second)
                                 starts_.push_back({edge.other, distance + 1});
                             }
                             return absl::OkStatus();
                           });
  }

  Reader* const reader_;
  NodeNames* const names_;
  const WalkOptions& options_;
  const NodeId start_;
  Touched* const touched_;
  std::vector<std::pair<NodeId, uint32_t>> starts_;  // with their distances
  absl::flat_hash_set<NodeId> started_;
  absl::flat_hash_set<uint32_t> read_;  // assets whose blind readers are known
};

bool NearerThenByName(const v1::Node& a, const v1::Node& b) {
  return std::make_tuple(a.distance(), a.name(), a.column()) <
         std::make_tuple(b.distance(), b.name(), b.column());
}

}  // namespace

absl::StatusOr<const std::vector<TaskEdge>*> HopReader::EdgesOf(uint32_t asset) {
  const auto found = edges_.find(asset);
  if (found != edges_.end()) return &found->second;
  if (kept_ > kMostKept) {
    edges_.clear();
    kept_ = 0;
  }
  std::vector<TaskEdge>& edges = edges_[asset];
  const absl::Status status = reader_->Edges(direction_, asset, &edges);
  if (!status.ok()) return status;
  std::stable_sort(edges.begin(), edges.end(),
                   [](const TaskEdge& a, const TaskEdge& b) { return a.edge.slot < b.edge.slot; });
  kept_ += edges.size();
  return &edges;
}

absl::Status HopReader::Expand(NodeId node, absl::FunctionRef<void(const Hop&)> visit) {
  const uint32_t slot = SlotOf(node);
  const auto edges = EdgesOf(AssetOf(node));
  if (!edges.ok()) return edges.status();
  const bool whole = !asset_edges_ && slot == 0 && direction_ == Direction::kDownstream;
  const bool influences = !asset_edges_ && slot != 0 && direction_ == Direction::kUpstream &&
                          kind_ != EdgeKind::kDirect;
  const auto bySlot = [](const TaskEdge& edge, uint32_t wanted) { return edge.edge.slot < wanted; };
  const auto visit_slot = [&](uint32_t wanted, bool indirect_only) {
    for (auto at = std::lower_bound((*edges)->begin(), (*edges)->end(), wanted, bySlot);
         at != (*edges)->end() && at->edge.slot == wanted; ++at) {
      const uint8_t attributes = at->edge.attributes;
      if (asset_edges_ ? !IsAssetEdge(attributes) : !IsKind(attributes, kind_)) continue;
      if (indirect_only && IsDirect(attributes)) continue;
      visit({MakeNode(AssetOf(node), wanted), at->edge.other, attributes, at->task});
    }
  };
  if (whole) {
    uint32_t last = UINT32_MAX;
    for (const TaskEdge& edge : **edges) {
      if (edge.edge.slot != last) visit_slot(edge.edge.slot, false);
      last = edge.edge.slot;
    }
    return absl::OkStatus();
  }
  visit_slot(slot, false);
  if (influences) visit_slot(0, true);
  return absl::OkStatus();
}

absl::StatusOr<const v1::Asset*> NodeNames::Record(uint32_t asset) {
  const auto found = records_.find(asset);
  if (found != records_.end()) return found->second.get();
  auto record = std::make_unique<v1::Asset>();
  const auto there = reader_->AssetAt(asset, record.get());
  if (!there.ok()) return there.status();
  if (!*there) return Damaged("an edge ends in an asset that is not there");
  return records_.emplace(asset, std::move(record)).first->second.get();
}

absl::Status NodeNames::Fill(NodeId node, uint32_t distance, v1::Node* message) {
  const auto record = Record(AssetOf(node));
  if (!record.ok()) return record.status();
  message->set_asset(AssetOf(node));
  message->set_name((*record)->name());
  message->set_kind((*record)->kind());
  message->set_distance(distance);
  message->set_dropped((*record)->dropped());
  const int slot = static_cast<int>(SlotOf(node));
  if (slot > (*record)->columns_size())
    return Damaged("an edge ends in a column that is not there");
  if (slot > 0) {
    message->set_column((*record)->columns(slot - 1).name());
    message->set_dropped((*record)->dropped() || (*record)->columns(slot - 1).dropped());
  }
  return absl::OkStatus();
}

absl::Status NodeNames::FillEdge(const Hop& hop, Direction direction, v1::Edge* message) {
  const bool upstream = direction == Direction::kUpstream;
  absl::Status status = Fill(upstream ? hop.other : hop.here, 0, message->mutable_from());
  if (status.ok()) status = Fill(upstream ? hop.here : hop.other, 0, message->mutable_to());
  if (!status.ok()) return status;
  if (!IsAssetEdge(hop.attributes)) {
    message->set_type(IsDirect(hop.attributes) ? v1::Source::DIRECT : v1::Source::INDIRECT);
    message->set_subtype(static_cast<v1::Source::Subtype>(SubtypeOf(hop.attributes)));
  }
  message->set_masking(MaskingOf(hop.attributes));
  message->set_certainty(static_cast<v1::Source::Certainty>(CertaintyOf(hop.attributes)));
  const auto task = Record(hop.task);
  if (!task.ok()) return task.status();
  message->set_task((*task)->name());
  return absl::OkStatus();
}

absl::StatusOr<v1::WalkResult> CatalogImpl::Walk(absl::string_view name, Direction direction,
                                                 const WalkOptions& options) {
  auto reader = Reader::Make(store_.get(), options.as_of);
  if (!reader.ok()) return reader.status();
  const auto place = FindPlace(reader->get(), name);
  if (!place.ok()) return place.status();
  Reached reached;
  absl::Status status =
      Reach(reader->get(), place->node(), direction, place->slot == 0, options, &reached);
  v1::WalkResult result;
  result.set_epoch((*reader)->epoch());
  result.set_truncated(reached.truncated);
  NodeNames names(reader->get());
  if (status.ok()) status = names.Fill(place->node(), 0, result.mutable_start());
  for (size_t i = 1; i < reached.order.size() && status.ok(); ++i) {
    status = names.Fill(reached.order[i], reached.distance[reached.order[i]], result.add_nodes());
  }
  for (const Hop& hop : reached.hops) {
    if (!status.ok()) return status;
    if (reached.distance.contains(hop.other)) {
      status = names.FillEdge(hop, direction, result.add_edges());
    }
  }
  if (!status.ok()) return status;
  std::sort(result.mutable_nodes()->begin(), result.mutable_nodes()->end(), NearerThenByName);
  return result;
}

absl::StatusOr<v1::PathResult> CatalogImpl::Path(absl::string_view from, absl::string_view to,
                                                 bool all_paths, const WalkOptions& options) {
  auto reader = Reader::Make(store_.get(), options.as_of);
  if (!reader.ok()) return reader.status();
  const auto begin = FindPlace(reader->get(), from);
  if (!begin.ok()) return begin.status();
  const auto end = FindPlace(reader->get(), to);
  if (!end.ok()) return end.status();
  // From a column to a table any of its columns will do, and the other way round: assets then.
  const bool asset_edges = begin->slot == 0 || end->slot == 0;
  const NodeId first = asset_edges ? MakeNode(begin->asset.id(), 0) : begin->node();
  const NodeId last = asset_edges ? MakeNode(end->asset.id(), 0) : end->node();
  WalkOptions search = options;
  search.limit = std::max(options.limit, kMostPathNodes);
  Reached ahead;
  Reached behind;
  // From a node to itself is a cycle, whose length the walk cannot tell before its end.
  absl::Status status = Reach(reader->get(), first, Direction::kDownstream, asset_edges, search,
                              &ahead, all_paths || first == last ? 0 : last);
  const uint32_t length = status.ok() ? PathLength(ahead, first, last) : UINT32_MAX;
  if (length != UINT32_MAX) {
    if (!all_paths) search.depth = std::min(search.depth, length);
    status = Reach(reader->get(), last, Direction::kUpstream, asset_edges, search, &behind);
  }
  v1::PathResult result;
  result.set_epoch((*reader)->epoch());
  result.set_truncated(ahead.truncated || behind.truncated);
  NodeNames names(reader->get());
  if (status.ok()) status = names.Fill(first, 0, result.mutable_from());
  if (status.ok()) status = names.Fill(last, 0, result.mutable_to());
  if (!status.ok()) return status;
  if (length == UINT32_MAX) return result;
  result.set_length(length);
  absl::flat_hash_map<uint32_t, uint32_t> rows_behind;  // of an asset reached at its rows only
  for (const auto& [node, distance] : behind.distance) {
    const auto [at, added] = rows_behind.try_emplace(AssetOf(node), distance);
    if (!added) at->second = std::min(at->second, distance);
  }
  for (const Hop& hop : ahead.hops) {
    const uint32_t before = DistanceTo(ahead, hop.here);
    uint32_t after = DistanceTo(behind, hop.other);
    if (SlotOf(hop.other) == 0 && rows_behind.contains(AssetOf(hop.other))) {
      after = std::min(after, rows_behind[AssetOf(hop.other)]);
    }
    if (before == UINT32_MAX || after == UINT32_MAX) continue;
    if (!all_paths && before + 1 + after != length) continue;
    if (result.edges_size() >= static_cast<int>(options.limit)) {
      result.set_truncated(true);
      break;
    }
    status = names.FillEdge(hop, Direction::kDownstream, result.add_edges());
    if (!status.ok()) return status;
    auto* edge = result.mutable_edges(result.edges_size() - 1);
    edge->mutable_from()->set_distance(before);
    edge->mutable_to()->set_distance(before + 1);
  }
  std::stable_sort(
      result.mutable_edges()->begin(), result.mutable_edges()->end(),
      [](const v1::Edge& a, const v1::Edge& b) { return NearerThenByName(a.from(), b.from()); });
  return result;
}

absl::StatusOr<v1::ImpactResult> CatalogImpl::Impact(absl::string_view name,
                                                     const WalkOptions& options) {
  auto reader = Reader::Make(store_.get(), options.as_of);
  if (!reader.ok()) return reader.status();
  const auto place = FindPlace(reader->get(), name);
  if (!place.ok()) return place.status();
  v1::ImpactResult result;
  result.set_epoch((*reader)->epoch());
  Touched touched;
  NodeNames names(reader->get());
  ImpactWalk walk(reader->get(), &names, options, place->node(), &touched);
  absl::Status status = walk.Run();
  if (!status.ok()) return status;
  result.set_truncated(touched.truncated);
  std::set<std::string> owners;
  const auto note_owner = [&](const v1::Asset& asset) {
    if (!asset.owner().empty()) owners.insert(asset.owner());
  };
  for (const auto& [asset, item_touched] : touched.assets) {
    const auto record = names.Record(asset);
    if (!record.ok()) return record.status();
    // A check that only reads is a task, and stands with the tasks.
    if ((*record)->kind() == v1::Asset::TASK) {
      touched.tasks.try_emplace(asset, item_touched.distance);
      continue;
    }
    v1::ImpactResult::Item* item = result.add_assets();
    status = names.Fill(MakeNode(asset, 0), item_touched.distance, item->mutable_node());
    if (!status.ok()) return status;
    for (const std::string& column : item_touched.columns) item->add_columns(column);
    item->set_owner((*record)->owner());
    item->set_tier((*record)->tier());
    if ((*record)->kind() == v1::Asset::EXPOSURE) *result.add_exposures() = item->node();
    note_owner(**record);
  }
  for (const auto& [task, distance] : touched.tasks) {
    status = names.Fill(MakeNode(task, 0), distance, result.add_tasks());
    if (!status.ok()) return status;
    const auto record = names.Record(task);
    if (!record.ok()) return record.status();
    note_owner(**record);
  }
  for (const std::string& owner : owners) result.add_owners(owner);
  status = names.Fill(place->node(), 0, result.mutable_start());
  if (!status.ok()) return status;
  std::sort(result.mutable_assets()->begin(), result.mutable_assets()->end(),
            [](const auto& a, const auto& b) { return NearerThenByName(a.node(), b.node()); });
  std::sort(result.mutable_tasks()->begin(), result.mutable_tasks()->end(), NearerThenByName);
  std::sort(result.mutable_exposures()->begin(), result.mutable_exposures()->end(),
            NearerThenByName);
  return result;
}

absl::StatusOr<std::vector<NodeId>> CatalogImpl::Neighbours(NodeId node, Direction direction,
                                                            EdgeKind kind, const AsOf& as_of) {
  auto reader = Reader::Make(store_.get(), as_of);
  if (!reader.ok()) return reader.status();
  std::vector<TaskEdge> edges;
  const absl::Status status = (*reader)->SlotEdges(direction, AssetOf(node), SlotOf(node), &edges);
  if (!status.ok()) return status;
  std::vector<NodeId> nodes;
  for (const TaskEdge& edge : edges) {
    const uint8_t attributes = edge.edge.attributes;
    if (SlotOf(node) == 0 ? IsAssetEdge(attributes) : IsKind(attributes, kind)) {
      nodes.push_back(edge.edge.other);
    }
  }
  std::sort(nodes.begin(), nodes.end());
  nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
  return nodes;
}

}  // namespace headwater::catalog
