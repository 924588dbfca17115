#include "lib/analyze/name_table.h"

#include <cstring>

#include "absl/strings/ascii.h"

namespace headwater::analyze {
namespace {

// Lowers the ASCII letters among eight bytes; other bytes, those of UTF-8 included, stay.
uint64_t LowerEight(uint64_t bytes) {
  constexpr uint64_t kOnes = 0x0101010101010101u;
  const uint64_t low = bytes & (kOnes * 0x7f);
  const uint64_t at_least_a = low + kOnes * (0x80 - 'A');
  const uint64_t above_z = low + kOnes * (0x80 - 'Z' - 1);
  const uint64_t upper = (at_least_a & ~above_z & ~bytes) & (kOnes * 0x80);
  return bytes | (upper >> 2);
}

// The first `size` bytes, at most eight and at least one. Copies of a fixed size need no call.
uint64_t LoadLower(const char* data, size_t size) {
  if (size == 8) {
    uint64_t bytes = 0;
    std::memcpy(&bytes, data, 8);
    return LowerEight(bytes);
  }
  if (size >= 4) {
    uint32_t front = 0;
    uint32_t back = 0;
    std::memcpy(&front, data, 4);
    std::memcpy(&back, data + size - 4, 4);
    return LowerEight(front | uint64_t{back} << 32);
  }
  const auto byte = [data](size_t at) { return uint64_t{static_cast<uint8_t>(data[at])}; };
  return LowerEight(byte(0) | byte(size / 2) << 8 | byte(size - 1) << 16);
}

uint64_t HashLower(absl::string_view text) {
  uint64_t hash = text.size() * 0x9E3779B97F4A7C15u;
  const char* data = text.data();
  size_t left = text.size();
  while (left > 0) {
    const size_t step = left < 8 ? left : 8;
    hash = (hash ^ LoadLower(data, step)) * 0xD6E8FEB86659FD93u;
    hash ^= hash >> 32;
    data += step;
    left -= step;
  }
  return hash;
}

// `lower` is in lower case already.
bool EqualsLower(absl::string_view lower, absl::string_view text) {
  if (lower.size() != text.size()) return false;
  size_t at = 0;
  while (at < text.size()) {
    const size_t step = text.size() - at < 8 ? text.size() - at : 8;
    if (LoadLower(lower.data() + at, step) != LoadLower(text.data() + at, step)) return false;
    at += step;
  }
  return true;
}

}  // namespace

NameTable::NameTable() : slots_(2048, kNoName) {
  entries_.reserve(512);
  entries_.push_back(Entry{absl::string_view(), 0});
}

NameId NameTable::Intern(absl::string_view text) {
  if (text.empty()) return kNoName;
  const uint64_t hash = HashLower(text);
  const size_t mask = slots_.size() - 1;
  size_t slot = hash & mask;
  while (slots_[slot] != kNoName) {
    const Entry& entry = entries_[slots_[slot]];
    if (entry.hash == hash && EqualsLower(entry.text, text)) return slots_[slot];
    slot = (slot + 1) & mask;
  }
  const absl::string_view copy = text_.CopyOf(text);
  for (size_t i = 0; i < copy.size(); ++i) {
    const_cast<char*>(copy.data())[i] = absl::ascii_tolower(static_cast<unsigned char>(copy[i]));
  }
  const NameId id = static_cast<NameId>(entries_.size());
  entries_.push_back(Entry{copy, hash});
  slots_[slot] = id;
  if (entries_.size() * 2 > slots_.size()) Grow();
  return id;
}

void NameTable::Grow() {
  slots_.assign(slots_.size() * 2, kNoName);
  const size_t mask = slots_.size() - 1;
  for (NameId id = 1; id < entries_.size(); ++id) {
    size_t slot = entries_[id].hash & mask;
    while (slots_[slot] != kNoName) slot = (slot + 1) & mask;
    slots_[slot] = id;
  }
}

}  // namespace headwater::analyze
