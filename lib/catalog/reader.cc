#include "lib/catalog/reader.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "lib/catalog/format.h"

namespace headwater::catalog {
namespace {

char TagOf(Direction direction) {
  return direction == Direction::kUpstream ? kUpstreamTag : kDownstreamTag;
}

bool StartsWith(const rocksdb::Slice& key, absl::string_view prefix) {
  return absl::StartsWith(ToView(key), prefix);
}

// 'u' asset task, in the edges area.
constexpr size_t kBlockKeyBytes = 9;

}  // namespace

absl::Status Damaged(absl::string_view what) {
  return absl::DataLossError(
      absl::StrCat("the catalog is damaged: ", what, "; `headwater catalog verify` tells more"));
}

absl::Status ReadCounters(const View& view, uint32_t* next_asset, uint64_t* next_epoch) {
  std::string value;
  const auto found = view.Get(Area::kDefault, kCountersKey, &value);
  if (!found.ok()) return found.status();
  uint64_t asset = 1;
  *next_epoch = 1;
  absl::string_view bytes = value;
  if (*found && (!TakeVarint(&bytes, &asset) || !TakeVarint(&bytes, next_epoch))) {
    return Damaged("its counters cannot be read");
  }
  *next_asset = static_cast<uint32_t>(asset);
  return absl::OkStatus();
}

absl::StatusOr<v1::Epoch> ReadEpoch(const View& view, uint64_t epoch) {
  v1::Epoch result;
  std::string value;
  const auto found = view.Get(Area::kDefault, EpochKey(epoch), &value);
  if (!found.ok()) return found.status();
  if (!*found || !result.ParseFromString(value)) {
    return Damaged(absl::StrCat("epoch ", epoch, " cannot be read"));
  }
  return result;
}

absl::StatusOr<uint64_t> ResolveEpoch(const View& view, const AsOf& as_of) {
  uint32_t next_asset = 0;
  uint64_t next_epoch = 0;
  const absl::Status status = ReadCounters(view, &next_asset, &next_epoch);
  if (!status.ok()) return status;
  uint64_t epoch = std::min(as_of.epoch, next_epoch - 1);
  if (as_of.time_ms == INT64_MAX) return epoch;
  if (as_of.time_ms < 0) return 0;
  const auto iterator = view.Iterate(Area::kDefault);
  iterator->SeekForPrev(TimeKey(as_of.time_ms, UINT64_MAX));
  if (!iterator->status().ok()) return FromRocks(iterator->status(), "reading epochs");
  if (!iterator->Valid() || iterator->key()[0] != kTimeTag || iterator->key().size() != 17) {
    return 0;
  }
  return std::min(epoch, GetU64(ToView(iterator->key()).substr(9)));
}

absl::StatusOr<std::unique_ptr<Reader>> Reader::Make(Store* store, const AsOf& as_of) {
  std::unique_ptr<Reader> reader(new Reader(store));
  const absl::Status status = reader->Resolve(as_of);
  if (!status.ok()) return status;
  return reader;
}

absl::Status Reader::Resolve(const AsOf& as_of) {
  const auto last = ResolveEpoch(view_, {});
  if (!last.ok()) return last.status();
  const auto epoch = ResolveEpoch(view_, as_of);
  if (!epoch.ok()) return epoch.status();
  epoch_ = *epoch;
  current_ = epoch_ == *last;
  return absl::OkStatus();
}

absl::StatusOr<bool> Reader::Past(absl::string_view key, std::string* value) {
  const std::string from = HistoryKey(key, epoch_ + 1);
  const auto iterator = view_.Iterate(Area::kHistory);
  iterator->Seek(from);
  if (!iterator->status().ok()) return FromRocks(iterator->status(), "reading history");
  if (!iterator->Valid() || iterator->key().size() != from.size() ||
      !StartsWith(iterator->key(), absl::string_view(from).substr(0, from.size() - 8))) {
    return false;
  }
  value->assign(iterator->value().data(), iterator->value().size());
  return true;
}

absl::StatusOr<std::optional<uint32_t>> Reader::IdOf(absl::string_view name) {
  const std::string key = NameKey(name);
  std::string value;
  uint32_t id = 0;
  uint64_t since = 0;
  auto found = view_.Get(Area::kAssets, key, &value);
  if (!found.ok()) return found.status();
  if (*found) {
    if (!ParseNameValue(value, &id, &since)) return Damaged("a name's record cannot be read");
    if (since <= epoch_) return id;
  }
  if (current_) return std::nullopt;
  found = Past(key, &value);
  if (!found.ok()) return found.status();
  if (!*found) return std::nullopt;
  if (!ParseNameValue(value, &id, &since)) return Damaged("a name's history cannot be read");
  if (since > epoch_) return std::nullopt;
  return id;
}

absl::StatusOr<bool> Reader::AssetAt(uint32_t id, v1::Asset* asset) {
  const std::string key = AssetKey(id);
  std::string value;
  auto found = view_.Get(Area::kAssets, key, &value);
  if (!found.ok()) return found.status();
  if (!*found) return false;
  if (!asset->ParseFromString(value)) return Damaged(absl::StrCat("asset ", id));
  if (asset->since_epoch() <= epoch_) return true;
  found = Past(key, &value);
  if (!found.ok()) return found.status();
  if (!*found) return false;
  if (!asset->ParseFromString(value)) return Damaged(absl::StrCat("history of asset ", id));
  return asset->since_epoch() <= epoch_;
}

absl::Status Reader::Blocks(Direction direction, uint32_t asset,
                            absl::FunctionRef<absl::Status(uint32_t, const BlockView&)> visit) {
  const std::string prefix = BlockPrefix(TagOf(direction), asset);
  const auto iterator = view_.Iterate(Area::kEdges);
  BlockView block;
  for (iterator->Seek(prefix); iterator->Valid() && StartsWith(iterator->key(), prefix);
       iterator->Next()) {
    if (iterator->key().size() != kBlockKeyBytes ||
        !SplitBlock(ToView(iterator->value()), &block)) {
      return Damaged(absl::StrCat("edges of asset ", asset));
    }
    if (block.since > epoch_) continue;
    const absl::Status status = visit(GetU32(ToView(iterator->key()).substr(5)), block);
    if (!status.ok()) return status;
  }
  if (!iterator->status().ok()) return FromRocks(iterator->status(), "reading edges");
  return current_ ? absl::OkStatus() : PastBlocks(direction, asset, visit);
}

// The versions of one task stand by their ends, so the first that ends after the epoch is the only
// one that may hold; all others are jumped over, however many there are.
absl::Status Reader::PastBlocks(Direction direction, uint32_t asset,
                                absl::FunctionRef<absl::Status(uint32_t, const BlockView&)> visit) {
  const char tag = TagOf(direction);
  const std::string prefix = BlockPrefix(tag, asset);
  const auto iterator = view_.Iterate(Area::kHistory);
  BlockView block;
  iterator->Seek(prefix);
  while (iterator->Valid() && StartsWith(iterator->key(), prefix)) {
    const absl::string_view key = ToView(iterator->key());
    if (key.size() != kBlockKeyBytes + 8 || !SplitBlock(ToView(iterator->value()), &block)) {
      return Damaged(absl::StrCat("history of the edges of asset ", asset));
    }
    const uint32_t task = GetU32(key.substr(5));
    if (GetU64(key.substr(9)) <= epoch_) {
      iterator->Seek(HistoryKey(BlockKey(tag, asset, task), epoch_ + 1));
      continue;
    }
    if (block.since <= epoch_) {
      const absl::Status status = visit(task, block);
      if (!status.ok()) return status;
    }
    if (task == UINT32_MAX) break;
    iterator->Seek(BlockKey(tag, asset, task + 1));
  }
  return FromRocks(iterator->status(), "reading history");
}

absl::Status Reader::Edges(Direction direction, uint32_t asset, std::vector<TaskEdge>* edges) {
  std::vector<BlockEdge> block_edges;
  return Blocks(direction, asset, [&](uint32_t task, const BlockView& block) -> absl::Status {
    block_edges.clear();
    if (!ReadBody(block.body, &block_edges)) {
      return Damaged(absl::StrCat("edges of task ", task, " at asset ", asset));
    }
    for (const BlockEdge& edge : block_edges) edges->push_back({edge, task});
    return absl::OkStatus();
  });
}

absl::Status Reader::SlotEdges(Direction direction, uint32_t asset, uint32_t slot,
                               std::vector<TaskEdge>* edges) {
  std::vector<BlockEdge> block_edges;
  return Blocks(direction, asset, [&](uint32_t task, const BlockView& block) -> absl::Status {
    block_edges.clear();
    if (!ReadSlot(block.body, slot, &block_edges)) {
      return Damaged(absl::StrCat("edges of task ", task, " at asset ", asset));
    }
    for (const BlockEdge& edge : block_edges) edges->push_back({edge, task});
    return absl::OkStatus();
  });
}

absl::Status Reader::TaskEdges(Direction direction, uint32_t asset, uint32_t task,
                               std::vector<BlockEdge>* edges) {
  const std::string key = BlockKey(TagOf(direction), asset, task);
  std::string value;
  BlockView block;
  auto found = view_.Get(Area::kEdges, key, &value);
  if (!found.ok()) return found.status();
  if (*found && !SplitBlock(value, &block)) return Damaged("a block of edges");
  if (!*found || block.since > epoch_) {
    if (current_) return absl::OkStatus();
    found = Past(key, &value);
    if (!found.ok()) return found.status();
    if (!*found) return absl::OkStatus();
    if (!SplitBlock(value, &block)) return Damaged("a block of past edges");
    if (block.since > epoch_) return absl::OkStatus();
  }
  return ReadBody(block.body, edges) ? absl::OkStatus() : Damaged("a block of edges");
}

absl::Status Reader::ForEachAsset(absl::FunctionRef<bool(const v1::Asset&)> visit) {
  const auto iterator = view_.Iterate(Area::kAssets, false);
  v1::Asset asset;
  for (iterator->Seek(std::string(1, kAssetTag));
       iterator->Valid() && iterator->key()[0] == kAssetTag; iterator->Next()) {
    if (iterator->key().size() != 5 ||
        !asset.ParseFromArray(iterator->value().data(),
                              static_cast<int>(iterator->value().size()))) {
      return Damaged("an asset's record cannot be read");
    }
    if (asset.since_epoch() > epoch_) {
      const auto found = AssetAt(GetU32(ToView(iterator->key()).substr(1)), &asset);
      if (!found.ok()) return found.status();
      if (!*found) continue;
    }
    if (!visit(asset)) break;
  }
  return FromRocks(iterator->status(), "reading assets");
}

}  // namespace headwater::catalog
