// Bump allocation for syntax trees: objects live until the arena dies and are never destroyed one by one, hence only
// trivially destructible types. One thread at a time: each worker (or each file being parsed) has its own, unless it is
// a view of a SharedMemory, from which all that view it allocate under one lock.
// A thin layer over the runtime's LocalArena that speaks of List. Cost: a pointer bump. Errors: std::bad_alloc.
#ifndef PARAUDIT_MINICOMPILER_SOURCE_ARENA_H
#define PARAUDIT_MINICOMPILER_SOURCE_ARENA_H

#include "minicompiler/source/list.h"
#include "runtime/parallel/arena.h"
#include "runtime/sync/lock.h"
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace minirc {

class Arena {
 public:
  // Outlives the arenas that view it.
  using SharedMemory = paraudit::Lock<paraudit::LocalArena>;

  Arena() = default;
  explicit Arena(SharedMemory* shared) : shared_(shared) {}
  Arena(Arena&&) = default;
  Arena& operator=(Arena&&) = default;

  void* allocate(std::size_t bytes, std::size_t align) {
    if (shared_) [[unlikely]]
      return shared_->lock()->allocate(bytes, align);
    return local_.allocate(bytes, align);
  }
  std::size_t reserved_bytes() const { return local_.reserved_bytes(); }

  template <class T, class... Args> T* make(Args&&... args) {
    static_assert(std::is_trivially_destructible_v<T>);
    return new (allocate(sizeof(T), alignof(T))) T{std::forward<Args>(args)...};
  }

  template <class T> List<T> copy(const T* items, std::size_t count) {
    static_assert(std::is_trivially_copyable_v<T>);
    if (count == 0)
      return {};
    void* memory = allocate(sizeof(T) * count, alignof(T));
    std::memcpy(memory, static_cast<const void*>(items), sizeof(T) * count);
    return List<T>(static_cast<const T*>(memory), static_cast<std::uint32_t>(count));
  }
  template <class T> List<T> copy(const std::vector<T>& items) { return copy(items.data(), items.size()); }

  std::string_view copy_text(std::string_view text) {
    char* memory = static_cast<char*>(allocate(text.size() + 1, 1));
    std::memcpy(memory, text.data(), text.size());
    return {memory, text.size()};
  }

 private:
  paraudit::LocalArena local_;
  SharedMemory* shared_ = nullptr;
};

} // namespace minirc

#endif
