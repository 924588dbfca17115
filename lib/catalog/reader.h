// Records and edges as they were at one epoch.

#ifndef HEADWATER_LIB_CATALOG_READER_H_
#define HEADWATER_LIB_CATALOG_READER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "headwater/catalog.h"
#include "lib/catalog/edge_block.h"
#include "lib/catalog/store.h"

namespace headwater::catalog {

// An edge of an asset, with the task that makes it.
struct TaskEdge {
  BlockEdge edge;
  uint32_t task;
};

// One reading call's view of the store. Not thread-safe; many may live beside each other.
class Reader {
 public:
  static absl::StatusOr<std::unique_ptr<Reader>> Make(Store* store, const AsOf& as_of);

  // The epoch that answers are of; the last one where the present is asked for.
  uint64_t epoch() const { return epoch_; }

  // `name` has its class in front.
  absl::StatusOr<std::optional<uint32_t>> IdOf(absl::string_view name);

  // False: there was no such asset.
  absl::StatusOr<bool> AssetAt(uint32_t id, v1::Asset* asset);

  // Visits the blocks of one asset, by rising task within what is current and what was.
  absl::Status Blocks(Direction direction, uint32_t asset,
                      absl::FunctionRef<absl::Status(uint32_t task, const BlockView&)> visit);

  absl::Status Edges(Direction direction, uint32_t asset, std::vector<TaskEdge>* edges);
  absl::Status SlotEdges(Direction direction, uint32_t asset, uint32_t slot,
                         std::vector<TaskEdge>* edges);

  // The edges that `task` made at `asset`.
  absl::Status TaskEdges(Direction direction, uint32_t asset, uint32_t task,
                         std::vector<BlockEdge>* edges);

  // All assets by id, while `visit` returns true.
  absl::Status ForEachAsset(absl::FunctionRef<bool(const v1::Asset&)> visit);

  const View& view() const { return view_; }

 private:
  explicit Reader(Store* store) : view_(store) {}

  absl::Status Resolve(const AsOf& as_of);
  // The value in history of `key` at the epoch; false: there is none.
  absl::StatusOr<bool> Past(absl::string_view key, std::string* value);
  absl::Status PastBlocks(Direction direction, uint32_t asset,
                          absl::FunctionRef<absl::Status(uint32_t, const BlockView&)> visit);

  View view_;
  uint64_t epoch_ = 0;
  bool current_ = true;
};

absl::Status Damaged(absl::string_view what);

// `epoch` of time `as_of`; what has the default values means the last one.
absl::StatusOr<uint64_t> ResolveEpoch(const View& view, const AsOf& as_of);
absl::StatusOr<v1::Epoch> ReadEpoch(const View& view, uint64_t epoch);
absl::Status ReadCounters(const View& view, uint32_t* next_asset, uint64_t* next_epoch);

}  // namespace headwater::catalog

#endif  // HEADWATER_LIB_CATALOG_READER_H_
