// WorkerLocal<T>: one T per worker of a pool, each on cache lines of its own.
//
//   WorkerLocal<Arena> arenas(pool, [](unsigned index) { return Arena(); });
//   arenas->alloc(...);                      // inside pool.install: this worker's own
//
// Thread-safety: each worker reaches only its own slot, without a lock; for_each and into_inner need that no worker
// uses it meanwhile. A task that waits may go on as another worker: do not keep a reference over a wait. pin() gives a
// reference that builds without NDEBUG watch: a wait while it lives is misuse. In an inline
// pool and in serial builds there is one slot, for whoever runs inside install. Cost: a compare and an index. Slots are
// at least 64 bytes apart; all are made by the constructor. Errors: use outside of a pool, or in another pool than it
// was made for, is misuse and names where the value was made, and where it was used but for the operators.
#ifndef PARAUDIT_RUNTIME_PARALLEL_WORKER_LOCAL_H
#define PARAUDIT_RUNTIME_PARALLEL_WORKER_LOCAL_H

#include <cstddef>
#include <memory>
#include <new>
#include <source_location>
#include <utility>
#include <vector>

#include "runtime/parallel/frame.h"
#include "runtime/parallel/misuse.h"
#include "runtime/parallel/pool.h"
#include "runtime/parallel/registry.h"
#include "runtime/sync/pins.h"

namespace paraudit {

// A reference to a worker's own value that must die before the task waits.
template <class T> class [[nodiscard]] PinnedLocal {
 public:
  PinnedLocal(T& value, std::source_location where) : value_(value) {
    detail::debug_pin(&value_, "a worker-local value", where);
  }
  ~PinnedLocal() { detail::debug_unpin(&value_); }
  PinnedLocal(const PinnedLocal&) = delete;
  PinnedLocal& operator=(const PinnedLocal&) = delete;
  T& operator*() const { return value_; }
  T* operator->() const { return &value_; }

 private:
  T& value_;
};

template <class T> class WorkerLocal {
 public:
  // Slot i starts as make(i), or as T() without make.
  explicit WorkerLocal(WorkerPool& pool, std::source_location made_at = std::source_location::current())
      : WorkerLocal(pool, [](unsigned) { return T(); }, made_at) {}
  template <class Make>
    requires std::is_invocable_r_v<T, Make&, unsigned>
  WorkerLocal(WorkerPool& pool, Make make, std::source_location made_at = std::source_location::current())
      : WorkerLocal(pool.core().registry(), make, made_at) {}
  // For the pool that the caller runs in.
  static WorkerLocal in_current_pool(std::source_location where = std::source_location::current()) {
    return in_current_pool([](unsigned) { return T(); }, where);
  }
  template <class Make>
    requires std::is_invocable_r_v<T, Make&, unsigned>
  static WorkerLocal in_current_pool(Make make, std::source_location where = std::source_location::current()) {
    detail::PoolCore* pool = current_pool();
    if (!pool) {
      detail::fail("a worker-local value was made outside of every pool", where);
    }
    return WorkerLocal(pool->registry(), make, where);
  }

  // This worker's own. Not to be kept over a wait.
  T& get(std::source_location where = std::source_location::current()) const { return own(detail::site_record(where)); }
  T& operator*() const { return own(nullptr); }
  T* operator->() const { return &own(nullptr); }
  // The same, watched.
  PinnedLocal<T> pin(std::source_location where = std::source_location::current()) const { return {get(where), where}; }

  unsigned size() const { return registry_->worker_count(); }

  // Every worker's value, by worker index; while no worker uses it.
  template <class F> void for_each(F f) {
    for (unsigned index = 0; index < size(); ++index) {
      f(slots_[index].value);
    }
  }
  std::vector<T> into_inner() && {
    std::vector<T> values;
    for_each([&](T& value) { values.push_back(std::move(value)); });
    return values;
  }

 private:
  static constexpr std::size_t kApart = alignof(T) > 64 ? alignof(T) : 64;
  struct alignas(kApart) Slot {
    T value;
  };
  struct Free {
    unsigned made;
    void operator()(Slot* slots) const {
      std::destroy_n(slots, made);
      ::operator delete(slots, std::align_val_t(alignof(Slot)));
    }
  };

  template <class Make>
  WorkerLocal(std::shared_ptr<detail::Registry> registry, Make& make, std::source_location made_at)
      : registry_(std::move(registry)), made_at_(detail::site_record(made_at)),
        slots_(static_cast<Slot*>(::operator new(sizeof(Slot) * size(), std::align_val_t(alignof(Slot)))), Free{0}) {
    for (unsigned& index = slots_.get_deleter().made; index < size(); ++index) {
      ::new (static_cast<void*>(slots_.get() + index)) Slot{make(index)};
    }
  }

  T& own(const detail::SiteRecord* site) const {
    detail::WorkerSlot worker = detail::current_worker();
    if (worker.registry != registry_.get()) [[unlikely]] {
      report_misuse({worker.registry ? "a worker-local value was used in another pool than its own"
                                     : "a worker-local value was used outside of its pool",
                     site, made_at_, "made at"});
    }
    return slots_[worker.index].value;
  }

  std::shared_ptr<detail::Registry> registry_;
  const detail::SiteRecord* made_at_;
  std::unique_ptr<Slot[], Free> slots_;
};

} // namespace paraudit

#endif
