// The recorder's inline path for plain mutexes: what it takes to record an uncontended acquisition and release without
// a call. A small cache per thread remembers the class that the recorder gave a lock; the recorder's own entry of the
// held stack, right after it recorded an acquisition, is where it is learned from.
//
// Works on the calling thread's state alone, but for a counter that is bumped when a lock is gone (destroyed, or its
// memory given back): it empties all caches of locks in that page, and in those that share the counter, as the address
// may become another lock. Cost: about 5 ns a pair, where the recorder's functions take 25. What the inline path cannot
// do (nothing known, a clock due, contention, recursion) it leaves to the recorder, with nothing changed.
#ifndef PARAUDIT_INSTRUMENT_PRELOAD_KNOWN_LOCKS_H
#define PARAUDIT_INSTRUMENT_PRELOAD_KNOWN_LOCKS_H

#include "runtime/abi/fast_path.h"
#include "runtime/abi/lock_memory.h"

#include <atomic>
#include <cstddef>
#include <cstdint>

namespace paraudit::preload {

/// What the inline path found before the lock was taken; no counter: it must be left to the recorder.
struct Probe {
  paraudit_counter* counter = nullptr;
  uint64_t chain = 0;
  void* shadow = nullptr;
};

/// In the static TLS block, of which a program that loads us late has little to spare: so there are few.
class KnownLocks {
 public:
  /// To be called before the lock is taken. Changes nothing. Finds nothing for a thread that the recorder does not
  /// know.
  Probe probe(const void* lock, uint32_t mode, const paraudit_site* site) {
    const Known& known = at(lock);
    Probe probe;
    if (known.lock == lock && known.generation == generation_of(lock).load(std::memory_order_relaxed)) {
      probe.counter = paraudit_fast_probe(known.class_id, mode, site, &probe.chain);
      probe.shadow = known.shadow;
    }
    return probe;
  }

  /// Records the acquisition that a probe with a counter was for, once the lock is held.
  static void commit(const void* lock, const Probe& probe) {
    paraudit_fast_commit(lock, probe.counter, probe.chain);
    paraudit_fast.top[-1].shadow = probe.shadow;
  }

  /// To be called right after the recorder has recorded an acquisition of this lock.
  void learn(const void* lock) {
    const paraudit_held& held = paraudit_fast.top[-1];
    if (held.lock == lock && held.counter->class_id != PARAUDIT_NO_ID)
      at(lock) = {lock, held.shadow, held.counter->class_id, generation_of(lock).load(std::memory_order_relaxed)};
  }

  /// What lies in the page of this address is to be asked for again.
  static void forget(const void* address) { generation_of(address).fetch_add(1, std::memory_order_relaxed); }
  static void forget(const void* begin, size_t bytes) {
    uintptr_t first = reinterpret_cast<uintptr_t>(begin), page = uintptr_t{1} << PARAUDIT_PAGE_SHIFT;
    for (size_t pages = 0; pages < kGenerations && pages * page < bytes + page; ++pages)
      forget(reinterpret_cast<const void*>(first + pages * page));
  }

 private:
  struct Known {
    const void* lock;
    void* shadow;
    uint32_t class_id, generation;
  };
  static constexpr unsigned kCapacityBits = 5, kGenerations = 256;

  static std::atomic<uint32_t>& generation_of(const void* address) {
    return generations[reinterpret_cast<uintptr_t>(address) >> PARAUDIT_PAGE_SHIFT & (kGenerations - 1)];
  }

  Known& at(const void* lock) {
    return known_[reinterpret_cast<uintptr_t>(lock) * 0x9e3779b97f4a7c15ull >> (64 - kCapacityBits)];
  }

  static std::atomic<uint32_t> generations[kGenerations] __attribute__((visibility("hidden")));
  Known known_[1u << kCapacityBits];
};

extern __thread KnownLocks known_locks __attribute__((tls_model("initial-exec"), visibility("hidden")));

} // namespace paraudit::preload
#endif
