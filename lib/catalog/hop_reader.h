// One hop of a walk, read from storage.

#ifndef HEADWATER_LIB_CATALOG_HOP_READER_H_
#define HEADWATER_LIB_CATALOG_HOP_READER_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "lib/catalog/edge_block.h"
#include "lib/catalog/reader.h"

namespace headwater::catalog {

// An edge with both its ends.
struct Hop {
  NodeId here;   // the end that the walk comes from
  NodeId other;  // where it goes
  uint8_t attributes;
  uint32_t task;
};

// What a walk of columns means by slot 0, "the rows":
//   * downstream, rows that are chosen otherwise touch all columns: the walk goes on from each;
//   * upstream, a column also depends on what chooses its table's rows (not for kDirect).
// A walk that begins at slot 0 goes from asset to asset instead.
class HopReader {
 public:
  HopReader(Reader* reader, Direction direction, EdgeKind kind, bool asset_edges)
      : reader_(reader), direction_(direction), kind_(kind), asset_edges_(asset_edges) {}

  absl::Status Expand(NodeId node, absl::FunctionRef<void(const Hop&)> visit);

 private:
  // Those of the whole asset, kept for its other columns.
  absl::StatusOr<const std::vector<TaskEdge>*> EdgesOf(uint32_t asset);

  Reader* const reader_;
  const Direction direction_;
  const EdgeKind kind_;
  const bool asset_edges_;
  absl::flat_hash_map<uint32_t, std::vector<TaskEdge>> edges_;
  size_t kept_ = 0;
};

// Fills messages from ids; keeps the records it read.
class NodeNames {
 public:
  explicit NodeNames(Reader* reader) : reader_(reader) {}
  absl::StatusOr<const v1::Asset*> Record(uint32_t asset);
  absl::Status Fill(NodeId node, uint32_t distance, v1::Node* message);
  absl::Status FillEdge(const Hop& hop, Direction direction, v1::Edge* message);

 private:
  Reader* const reader_;
  absl::flat_hash_map<uint32_t, std::unique_ptr<v1::Asset>> records_;
};

}  // namespace headwater::catalog

#endif  // HEADWATER_LIB_CATALOG_HOP_READER_H_
