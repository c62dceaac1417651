// Arenas: bump allocation whose memory lives as long as the arena.
//
// LocalArena is one thread's; Arena is one LocalArena per worker of a pool, so that allocation takes no lock and no
// atomic. Pointers stay valid and never move until the arena dies; then the destructors of what has one run, newest
// first per worker (trivially destructible values cost nothing). Any thread may read what was allocated once it was
// told about it; the arena may outlive its pool.
//
//   Arena arena(pool);
//   Node* node = arena.make<Node>(a, b);               // inside pool.install
//   std::span<const int> copy = arena.copy(values);
//
// Thread-safety: Arena from any worker of its pool (elsewhere it is misuse and fails with a message); LocalArena from
// one thread at a time; make and copy take no place, so that such a message names where the arena was made alone. Cost:
// a pointer bump; chunks grow from 4 KiB to 1 MiB. Errors: std::bad_alloc.
#ifndef PARAUDIT_RUNTIME_PARALLEL_ARENA_H
#define PARAUDIT_RUNTIME_PARALLEL_ARENA_H

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <ranges>
#include <source_location>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

#include "runtime/parallel/worker_local.h"

namespace paraudit {

namespace detail {

// In front of each value that has a destructor to run.
struct Doomed {
  Doomed* before;
  void (*destroy)(void* value, std::size_t count);
  void* value;
  std::size_t count;
};

} // namespace detail

class LocalArena {
 public:
  LocalArena() = default;
  LocalArena(LocalArena&& other) noexcept { swap(other); }
  LocalArena& operator=(LocalArena&& other) noexcept {
    LocalArena taken(std::move(other));
    swap(taken);
    return *this;
  }
  ~LocalArena();

  // Uninitialised memory; align is a power of two.
  void* allocate(std::size_t size, std::size_t align) {
    std::uintptr_t start = (next_ + align - 1) & ~(std::uintptr_t{align} - 1);
    if (start + size > end_ || start < next_) [[unlikely]] {
      return allocate_slowly(size, align);
    }
    next_ = start + size;
    return reinterpret_cast<void*>(start);
  }
  // Has `value`'s destructor run at the arena's death.
  void doom(detail::Doomed* doomed) {
    doomed->before = doomed_;
    doomed_ = doomed;
  }
  // Bytes in chunks, used or not.
  std::size_t reserved_bytes() const { return reserved_; }

 private:
  struct Chunk {
    Chunk* before;
    std::size_t size;
  };
  void* allocate_slowly(std::size_t size, std::size_t align);
  void swap(LocalArena& other) noexcept;

  std::uintptr_t next_ = 0;
  std::uintptr_t end_ = 0;
  Chunk* chunks_ = nullptr;
  detail::Doomed* doomed_ = nullptr;
  std::size_t reserved_ = 0;
};

class Arena {
 public:
  explicit Arena(WorkerPool& pool, std::source_location made_at = std::source_location::current())
      : locals_(pool, made_at) {}

  template <class T, class... Args> T* make(Args&&... args) {
    if constexpr (std::is_trivially_destructible_v<T>) {
      return ::new (locals_->allocate(sizeof(T), alignof(T))) T(std::forward<Args>(args)...);
    } else {
      detail::Doomed* doomed = allocate_doomed<T>(1);
      T* value = ::new (doomed->value) T(std::forward<Args>(args)...);
      // T's constructor may have waited and gone on as another worker: look up the arena again.
      locals_->doom(doomed);
      return value;
    }
  }

  // A copy of the elements of a sized range, one after another.
  template <std::ranges::sized_range R> auto copy(R&& items) -> std::span<std::ranges::range_value_t<R>>;
  // A copy of the characters, without a terminator.
  std::string_view copy_text(std::string_view text) {
    auto copied = copy(std::span<const char>(text.data(), text.size()));
    return {copied.data(), copied.size()};
  }

  void* allocate(std::size_t size, std::size_t align, std::source_location where = std::source_location::current()) {
    return locals_.get(where).allocate(size, align);
  }
  // Bytes that all workers have reserved; while none allocates.
  std::size_t reserved_bytes() {
    std::size_t sum = 0;
    locals_.for_each([&](LocalArena& local) { sum += local.reserved_bytes(); });
    return sum;
  }

 private:
  template <class T> detail::Doomed* allocate_doomed(std::size_t count) {
    LocalArena& local = *locals_;
    auto* doomed = ::new (local.allocate(sizeof(detail::Doomed), alignof(detail::Doomed))) detail::Doomed{};
    doomed->value = local.allocate(sizeof(T) * count, alignof(T));
    doomed->count = count;
    doomed->destroy = [](void* value, std::size_t count) { std::destroy_n(static_cast<T*>(value), count); };
    return doomed;
  }

  WorkerLocal<LocalArena> locals_;
};

template <std::ranges::sized_range R> auto Arena::copy(R&& items) -> std::span<std::ranges::range_value_t<R>> {
  using T = std::ranges::range_value_t<R>;
  std::size_t count = std::ranges::size(items);
  if constexpr (std::is_trivially_destructible_v<T>) {
    T* first = static_cast<T*>(locals_->allocate(sizeof(T) * count, alignof(T)));
    std::uninitialized_copy(std::ranges::begin(items), std::ranges::end(items), first);
    return {first, count};
  } else {
    detail::Doomed* doomed = allocate_doomed<T>(count);
    T* first = static_cast<T*>(doomed->value);
    std::uninitialized_copy(std::ranges::begin(items), std::ranges::end(items), first);
    locals_->doom(doomed);
    return {first, count};
  }
}

} // namespace paraudit

#endif
