// The bytes of the catalog on disk.
//
// A catalog is a RocksDB folder with four column families beside "default". Numbers in keys are
// big endian, so that keys sort by them; numbers in values are LEB128 varints. In this grammar
// 'x' is a byte, u32 and u64 are big endian, v is a varint, and messages are headwater.v1's.
//
//   default
//     "format"                       -> v: kFormatVersion
//     "counters"                     -> v: next asset id, v: next epoch
//     'e' epoch:u64                  -> Epoch
//     'm' time_ms:u64 epoch:u64      -> ""            finds the epoch of a time
//     'x' hash:16 bytes              -> the text of a task, kept once
//   assets                           what is current
//     'a' asset:u32                  -> Asset
//     'n' class name                 -> v: asset, v: since epoch;    class is 'd' dataset, 't' task
//     'f' name                       -> the fingerprint of the task  (repeats
//     Asset.task.fingerprint)
//   edges                            what is current
//     direction asset:u32 task:u32   -> block         direction is 'u' or 'd'
//   history                          what was valid from `since` (in the value) until `end`
//     'a' asset:u32 end:u64          -> Asset
//     'n' class name 0 end:u64       -> v: asset, v: since epoch
//     'u' | 'd' asset:u32 task:u32 end:u64 -> block
//   search
//     't' term 0 epoch:u64           -> ids: assets in whose record the term appeared in that epoch
//     'g' trigram term               -> ""            three code points that stand inside a term
//
//   block := v: since epoch, v: number of assets at the other end, their ids (v: first id, then v:
//            distances; rising), group*
//   group := v: distance of the slot from the last group's (from 0), v: number of entries, entry*
//   entry := attributes:1 byte, [v: index of the asset at the other end], v: slot there
//            bit 7 of the attributes: the index is left out, it is that of the entry before
//   ids   := v: first id, then v: distances
//
// A block has the edges of one task at one asset: direction 'u' those that end in the asset,
// 'd' those that begin there; every edge stands in both. So publishing a task rewrites its own
// blocks only, however many other tasks read a popular table, and edges need not name their task.
// An edge's attributes are its subtype (bits 0-3, v1::Source::Subtype; 0: from asset to asset),
// masking (bit 4) and certainty (bits 5-6). Slot 0 is the asset, others are columns.
//
// Worked example: task 9 makes b.z (asset 5, slot 1) of a.x + a.y (asset 3, slots 1 and 2) in epoch
// 4. Key 'u' 00000005 00000009 -> 04 | 01 03 | 00 01 00 00 00 | 01 02 22 00 01 A2 02: since epoch
// 4, one other asset, 3; slot 0 has one entry (from asset to asset); slot 1 has two, TRANSFORMATION
// and CERTAIN (0x22), of index 0 slot 1, and of the same asset slot 2.
//
// Search entries are hints: they are never taken away, and each answer is checked against its
// asset.
//
// The letters, bits and versions below are on people's disks: they never change their meaning.

#ifndef HEADWATER_LIB_CATALOG_FORMAT_H_
#define HEADWATER_LIB_CATALOG_FORMAT_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace headwater::catalog {

inline constexpr uint64_t kFormatVersion = 1;
inline constexpr char kFormatKey[] = "format";
inline constexpr char kCountersKey[] = "counters";

enum : char {
  kEpochTag = 'e',
  kTimeTag = 'm',
  kTextTag = 'x',
  kAssetTag = 'a',
  kNameTag = 'n',
  kFingerprintTag = 'f',
  kUpstreamTag = 'u',
  kDownstreamTag = 'd',
  kTermTag = 't',
  kTrigramTag = 'g',
  kDatasetClass = 'd',
  kTaskClass = 't',
};

// Slots of an asset: 16 bits, and 0 is the asset itself.
inline constexpr uint32_t kMostColumns = 65'535;

inline void PutU32(uint32_t value, std::string* out) {
  for (int shift = 24; shift >= 0; shift -= 8) out->push_back(static_cast<char>(value >> shift));
}
inline void PutU64(uint64_t value, std::string* out) {
  for (int shift = 56; shift >= 0; shift -= 8) out->push_back(static_cast<char>(value >> shift));
}
inline uint32_t GetU32(absl::string_view bytes) {
  uint32_t value = 0;
  for (int i = 0; i < 4; ++i) value = value << 8 | static_cast<uint8_t>(bytes[i]);
  return value;
}
inline uint64_t GetU64(absl::string_view bytes) {
  uint64_t value = 0;
  for (int i = 0; i < 8; ++i) value = value << 8 | static_cast<uint8_t>(bytes[i]);
  return value;
}

inline void PutVarint(uint64_t value, std::string* out) {
  while (value >= 0x80) {
    out->push_back(static_cast<char>(value | 0x80));
    value >>= 7;
  }
  out->push_back(static_cast<char>(value));
}

// Takes a varint from the front of `*bytes`; false: there is none.
inline bool TakeVarint(absl::string_view* bytes, uint64_t* value) {
  *value = 0;
  for (size_t i = 0; i < bytes->size() && i < 10; ++i) {
    const uint64_t byte = static_cast<uint8_t>((*bytes)[i]);
    *value |= (byte & 0x7f) << (7 * i);
    if (byte < 0x80) {
      bytes->remove_prefix(i + 1);
      return true;
    }
  }
  return false;
}

inline std::string EpochKey(uint64_t epoch) {
  std::string key(1, kEpochTag);
  PutU64(epoch, &key);
  return key;
}
inline std::string TimeKey(int64_t time_ms, uint64_t epoch) {
  std::string key(1, kTimeTag);
  PutU64(static_cast<uint64_t>(time_ms), &key);
  PutU64(epoch, &key);
  return key;
}
inline std::string AssetKey(uint32_t asset) {
  std::string key(1, kAssetTag);
  PutU32(asset, &key);
  return key;
}
// `name` begins with its class.
inline std::string NameKey(absl::string_view name) {
  std::string key(1, kNameTag);
  key.append(name.data(), name.size());
  return key;
}
inline std::string BlockPrefix(char direction, uint32_t asset) {
  std::string key(1, direction);
  PutU32(asset, &key);
  return key;
}
inline std::string BlockKey(char direction, uint32_t asset, uint32_t task) {
  std::string key = BlockPrefix(direction, asset);
  PutU32(task, &key);
  return key;
}
// The key in "history" of what `key` held until `end`.
inline std::string HistoryKey(absl::string_view key, uint64_t end) {
  std::string result(key);
  if (key[0] == kNameTag) result.push_back('\0');
  PutU64(end, &result);
  return result;
}

inline std::string NameValue(uint32_t asset, uint64_t since) {
  std::string value;
  PutVarint(asset, &value);
  PutVarint(since, &value);
  return value;
}
inline bool ParseNameValue(absl::string_view value, uint32_t* asset, uint64_t* since) {
  uint64_t id = 0;
  if (!TakeVarint(&value, &id) || !TakeVarint(&value, since) || !value.empty()) return false;
  *asset = static_cast<uint32_t>(id);
  return id <= UINT32_MAX;
}

}  // namespace headwater::catalog

#endif  // HEADWATER_LIB_CATALOG_FORMAT_H_
