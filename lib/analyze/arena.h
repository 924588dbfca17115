// Bump allocation for what lives as long as the analysis of one statement.

#ifndef HEADWATER_LIB_ANALYZE_ARENA_H_
#define HEADWATER_LIB_ANALYZE_ARENA_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <type_traits>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace headwater::analyze {

// Memory that is given back all at once. Objects must need no destructor.
class Arena {
 public:
  template <typename T>
  T* New() {
    static_assert(std::is_trivially_destructible_v<T>);
    return new (Allocate(sizeof(T))) T();
  }

  template <typename T>
  T* NewArray(size_t count) {
    static_assert(std::is_trivially_destructible_v<T>);
    T* items = static_cast<T*>(Allocate(sizeof(T) * count));
    for (size_t i = 0; i < count; ++i) new (items + i) T();
    return items;
  }

  template <typename T>
  absl::Span<T> CopyOf(absl::Span<const T> items) {
    static_assert(std::is_trivially_copyable_v<T>);
    if (items.empty()) return {};
    T* copy = static_cast<T*>(Allocate(sizeof(T) * items.size()));
    std::memcpy(static_cast<void*>(copy), items.data(), sizeof(T) * items.size());
    return absl::Span<T>(copy, items.size());
  }

  absl::string_view CopyOf(absl::string_view text) {
    if (text.empty()) return {};
    char* copy = static_cast<char*>(Allocate(text.size()));
    std::memcpy(copy, text.data(), text.size());
    return absl::string_view(copy, text.size());
  }

  // Keeps one chunk for the next statement.
  void Reset() {
    if (chunks_.size() > 1) chunks_.resize(1);
    used_ = 0;
  }

 private:
  static constexpr size_t kChunkBytes = size_t{64} << 10;

  void* Allocate(size_t bytes) {
    bytes = (bytes + 7) & ~size_t{7};
    if (chunks_.empty() || used_ + bytes > chunks_.back().size) {
      const size_t size = std::max(kChunkBytes, bytes);
      chunks_.push_back(Chunk{std::unique_ptr<char[]>(new char[size]), size});
      used_ = 0;
    }
    void* result = chunks_.back().data.get() + used_;
    used_ += bytes;
    return result;
  }

  struct Chunk {
    std::unique_ptr<char[]> data;
    size_t size;
  };
  std::vector<Chunk> chunks_;
  size_t used_ = 0;
};

}  // namespace headwater::analyze

#endif  // HEADWATER_LIB_ANALYZE_ARENA_H_
