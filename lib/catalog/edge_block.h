// The packed edges of one task at one asset; see format.h for the bytes.

#ifndef HEADWATER_LIB_CATALOG_EDGE_BLOCK_H_
#define HEADWATER_LIB_CATALOG_EDGE_BLOCK_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "headwater/catalog.h"

namespace headwater::catalog {

// Attributes of an edge: subtype, masking, certainty.
constexpr uint8_t MakeAttributes(int subtype, bool masking, int certainty) {
  return static_cast<uint8_t>(subtype | (masking ? 0x10 : 0) | certainty << 5);
}
constexpr int SubtypeOf(uint8_t attributes) { return attributes & 0x0f; }
constexpr bool MaskingOf(uint8_t attributes) { return (attributes & 0x10) != 0; }
constexpr int CertaintyOf(uint8_t attributes) { return attributes >> 5 & 0x03; }

constexpr bool IsAssetEdge(uint8_t attributes) { return SubtypeOf(attributes) == 0; }
constexpr bool IsDirect(uint8_t attributes) {
  return SubtypeOf(attributes) >= v1::Source::IDENTITY &&
         SubtypeOf(attributes) <= v1::Source::AGGREGATION;
}
constexpr bool IsKind(uint8_t attributes, EdgeKind kind) {
  if (IsAssetEdge(attributes)) return false;
  return kind == EdgeKind::kAll || (kind == EdgeKind::kDirect) == IsDirect(attributes);
}

// An edge as one asset sees it: its own slot here, a node at the other end.
struct BlockEdge {
  uint32_t slot = 0;
  NodeId other = 0;
  uint8_t attributes = 0;
  friend auto operator<=>(const BlockEdge& a, const BlockEdge& b) = default;
};

// `edges` sorted and without duplicates. The body is the block without its first number, since
// equal bodies are equal edges.
std::string BlockBody(const std::vector<BlockEdge>& edges);

std::string MakeBlock(uint64_t since, absl::string_view body);

struct BlockView {
  uint64_t since = 0;
  absl::string_view body;
};

// Both return false for bytes that no writer made.
bool SplitBlock(absl::string_view block, BlockView* view);
bool ReadBody(absl::string_view body, std::vector<BlockEdge>* edges);

// Only the edges of `slot`: groups before it are passed over.
bool ReadSlot(absl::string_view body, uint32_t slot, std::vector<BlockEdge>* edges);

}  // namespace headwater::catalog

#endif  // HEADWATER_LIB_CATALOG_EDGE_BLOCK_H_
