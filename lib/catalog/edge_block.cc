#include "lib/catalog/edge_block.h"

#include <algorithm>

#include "lib/catalog/format.h"

namespace headwater::catalog {
namespace {

constexpr uint8_t kSameAsset = 0x80;

std::vector<uint32_t> OtherAssets(const std::vector<BlockEdge>& edges) {
  std::vector<uint32_t> assets;
  for (const BlockEdge& edge : edges) {
    if (assets.empty() || assets.back() != AssetOf(edge.other)) {
      assets.push_back(AssetOf(edge.other));
    }
  }
  std::sort(assets.begin(), assets.end());
  assets.erase(std::unique(assets.begin(), assets.end()), assets.end());
  return assets;
}

bool TakeAssets(absl::string_view* bytes, std::vector<uint32_t>* assets) {
  uint64_t count = 0;
  if (!TakeVarint(bytes, &count) || count > bytes->size()) return false;
  assets->reserve(count);
  uint64_t last = 0;
  for (uint64_t i = 0; i < count; ++i) {
    uint64_t distance = 0;
    if (!TakeVarint(bytes, &distance) || distance > UINT32_MAX) return false;
    last += distance;
    if (last > UINT32_MAX) return false;
    assets->push_back(static_cast<uint32_t>(last));
  }
  return true;
}

// Reads all groups, or with `wanted` only that slot's.
bool ReadGroups(absl::string_view body, const uint32_t* wanted, std::vector<BlockEdge>* edges) {
  std::vector<uint32_t> assets;
  if (!TakeAssets(&body, &assets)) return false;
  uint64_t slot = 0;
  while (!body.empty()) {
    uint64_t distance = 0;
    uint64_t count = 0;
    if (!TakeVarint(&body, &distance) || !TakeVarint(&body, &count)) return false;
    slot += distance;
    if (slot > kMostColumns) return false;
    if (wanted != nullptr && slot > *wanted) return true;
    uint64_t index = 0;
    for (uint64_t i = 0; i < count; ++i) {
      if (body.empty()) return false;
      const uint8_t attributes = static_cast<uint8_t>(body[0]);
      body.remove_prefix(1);
      if ((attributes & kSameAsset) == 0 && !TakeVarint(&body, &index)) return false;
      uint64_t other = 0;
      if (!TakeVarint(&body, &other) || index >= assets.size() || other > kMostColumns)
        return false;
      if (wanted != nullptr && slot != *wanted) continue;
      edges->push_back({static_cast<uint32_t>(slot),
                        MakeNode(assets[index], static_cast<uint32_t>(other)),
                        static_cast<uint8_t>(attributes & ~kSameAsset)});
    }
  }
  return true;
}

}  // namespace

std::string BlockBody(const std::vector<BlockEdge>& edges) {
  std::string body;
  const std::vector<uint32_t> assets = OtherAssets(edges);
  PutVarint(assets.size(), &body);
  uint32_t last = 0;
  for (const uint32_t asset : assets) {
    PutVarint(asset - last, &body);
    last = asset;
  }
  uint32_t slot = 0;
  for (size_t begin = 0; begin < edges.size();) {
    size_t end = begin;
    while (end < edges.size() && edges[end].slot == edges[begin].slot) ++end;
    PutVarint(edges[begin].slot - slot, &body);
    PutVarint(end - begin, &body);
    slot = edges[begin].slot;
    for (size_t i = begin; i < end; ++i) {
      const uint32_t asset = AssetOf(edges[i].other);
      const bool same = i > begin && AssetOf(edges[i - 1].other) == asset;
      body.push_back(static_cast<char>(edges[i].attributes | (same ? kSameAsset : 0)));
      if (!same) {
        PutVarint(std::lower_bound(assets.begin(), assets.end(), asset) - assets.begin(), &body);
      }
      PutVarint(SlotOf(edges[i].other), &body);
    }
    begin = end;
  }
  return body;
}

std::string MakeBlock(uint64_t since, absl::string_view body) {
  std::string block;
  PutVarint(since, &block);
  block.append(body.data(), body.size());
  return block;
}

bool SplitBlock(absl::string_view block, BlockView* view) {
  if (!TakeVarint(&block, &view->since)) return false;
  view->body = block;
  return true;
}

bool ReadBody(absl::string_view body, std::vector<BlockEdge>* edges) {
  return ReadGroups(body, nullptr, edges);
}

bool ReadSlot(absl::string_view body, uint32_t slot, std::vector<BlockEdge>* edges) {
  return ReadGroups(body, &slot, edges);
}

}  // namespace headwater::catalog
