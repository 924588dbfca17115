// The whole graph in memory: compressed sparse rows, and over them what was published since.

#ifndef HEADWATER_LIB_CATALOG_MEMORY_GRAPH_H_
#define HEADWATER_LIB_CATALOG_MEMORY_GRAPH_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "headwater/catalog.h"
#include "lib/catalog/publisher.h"
#include "lib/catalog/reader.h"

namespace headwater::catalog {

// The edges of all nodes in one direction. Nodes are numbered densely, an asset's slots in a row:
// row n has targets[offsets[n], offsets[n + 1]).
struct SparseRows {
  std::vector<uint64_t> offsets;
  std::vector<uint32_t> targets;  // dense numbers
  std::vector<uint8_t> attributes;
};

struct GraphBase {
  std::vector<uint32_t> first_node;  // by asset id, one more than there are
  std::vector<uint32_t> asset_of;    // by dense number
  SparseRows rows[2];                // by Direction
  size_t bytes() const;
};

class MemoryGraph : public Graph {
 public:
  // Reads everything. ResourceExhausted past `most_bytes`.
  static absl::StatusOr<std::shared_ptr<const MemoryGraph>> Load(Reader* reader, size_t most_bytes);

  // A graph over the same base in which the edges of `dirty` are those that `reader` has. Null:
  // too much has changed for that to pay, load again.
  absl::StatusOr<std::shared_ptr<const MemoryGraph>> Update(Reader* reader,
                                                            const DirtyAssets& dirty) const;

  uint64_t epoch() const override { return epoch_; }
  size_t node_count() const override { return base_->asset_of.size(); }
  size_t edge_count() const override { return base_->rows[0].targets.size(); }
  size_t memory_bytes() const override;
  std::vector<NodeId> Closure(NodeId start, Direction direction, EdgeKind kind,
                              uint32_t depth) const override;
  std::vector<NodeId> Neighbours(NodeId node, Direction direction, EdgeKind kind) const override;

 private:
  class Walker;
  using AssetEdges = std::vector<BlockEdge>;  // by slot

  std::shared_ptr<const GraphBase> base_;
  absl::flat_hash_map<std::pair<Direction, uint32_t>, std::shared_ptr<const AssetEdges>> overlay_;
  uint64_t epoch_ = 0;
};

}  // namespace headwater::catalog

#endif  // HEADWATER_LIB_CATALOG_MEMORY_GRAPH_H_
