// A bump allocator for syntax trees. Objects in it are never destroyed, so they must not need it.

#ifndef HEADWATER_LIB_BASE_ARENA_H_
#define HEADWATER_LIB_BASE_ARENA_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace headwater::base {

// Not thread-safe. Everything allocated lives until Reset() or destruction.
class Arena {
 public:
  Arena() = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  void* Allocate(size_t bytes, size_t alignment = alignof(std::max_align_t)) {
    uintptr_t at = (next_ + alignment - 1) & ~(uintptr_t{alignment} - 1);
    if (at + bytes > end_) return AllocateSlow(bytes, alignment);
    next_ = at + bytes;
    return reinterpret_cast<void*>(at);
  }

  // A value-initialized T.
  template <typename T>
  T* New() {
    static_assert(std::is_trivially_destructible_v<T>);
    return new (Allocate(sizeof(T), alignof(T))) T{};
  }

  absl::string_view Copy(absl::string_view text) {
    if (text.empty()) return {};
    char* to = static_cast<char*>(Allocate(text.size(), 1));
    std::memcpy(to, text.data(), text.size());
    return {to, text.size()};
  }

  template <typename T>
  absl::Span<const T> Copy(const std::vector<T>& items) {
    return Copy(items.data(), items.size());
  }

  template <typename T>
  absl::Span<const T> Copy(const T* items, size_t count) {
    static_assert(std::is_trivially_copyable_v<T>);
    if (count == 0) return {};
    T* to = static_cast<T*>(Allocate(count * sizeof(T), alignof(T)));
    std::memcpy(static_cast<void*>(to), items, count * sizeof(T));
    return {to, count};
  }

  // Frees everything but one block, which is used again: an arena that is reset for each
  // statement stops calling malloc after the first few.
  void Reset() {
    bytes_in_blocks_ = 0;
    if (blocks_.empty()) return;
    if (blocks_.size() > 1) {
      std::swap(blocks_.front(), blocks_.back());
      blocks_.resize(1);
    }
    if (blocks_.front().size > kLargestKeptBlock) {
      blocks_.clear();
      next_ = end_ = 0;
      return;
    }
    bytes_in_blocks_ = blocks_.front().size;
    next_ = reinterpret_cast<uintptr_t>(blocks_.front().bytes.get());
    end_ = next_ + blocks_.front().size;
  }

  size_t bytes_in_blocks() const { return bytes_in_blocks_; }

 private:
  // Blocks double up to the size of the processor's large pages: a statement of megabytes would
  // else spend as much time in page faults as in the parser.
  static constexpr size_t kFirstBlock = 16 << 10;
  static constexpr size_t kLargestBlock = 2 << 20;
  static constexpr size_t kLargestKeptBlock = 1 << 20;

  struct Free {
    void operator()(char* bytes) const { std::free(bytes); }
  };
  struct Block {
    std::unique_ptr<char, Free> bytes;
    size_t size = 0;
  };

  void* AllocateSlow(size_t bytes, size_t alignment);

  uintptr_t next_ = 0;
  uintptr_t end_ = 0;
  size_t bytes_in_blocks_ = 0;
  std::vector<Block> blocks_;
};

}  // namespace headwater::base

#endif  // HEADWATER_LIB_BASE_ARENA_H_
