#include "base/arena.h"

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace headwater::base {
namespace {

// Null: there is no memory.
char* NewBlock(size_t size, size_t page) {
  if (size % page != 0) return static_cast<char*>(std::malloc(size));
  void* bytes = std::aligned_alloc(page, size);
#ifdef __linux__
  // Only advice: without large pages the block works as well.
  if (bytes != nullptr) madvise(bytes, size, MADV_HUGEPAGE);
#endif
  return static_cast<char*>(bytes);
}

}  // namespace

void* Arena::AllocateSlow(size_t bytes, size_t alignment) {
  size_t size = blocks_.empty() ? kFirstBlock : std::min(blocks_.back().size * 2, kLargestBlock);
  if (size < bytes + alignment) size = bytes + alignment;
  char* block = NewBlock(size, kLargestBlock);
  if (block == nullptr) throw std::bad_alloc();
  blocks_.push_back({std::unique_ptr<char, Free>(block), size});
  bytes_in_blocks_ += size;
  next_ = reinterpret_cast<uintptr_t>(block);
  end_ = next_ + size;
  return Allocate(bytes, alignment);
}

}  // namespace headwater::base
