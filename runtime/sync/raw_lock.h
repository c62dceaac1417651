// The lock under Lock<T> in a parallel build: a futex word, or a plain flag once the no-sync mode was chosen.
//
// Thread-safety: it is a lock. Not recursive, no poisoning, not movable. A second lock() in no-sync mode is misuse
// ("lock was already held"); in synchronised mode it deadlocks. Cost, uncontended lock+unlock: no-sync about 1 ns;
// synchronised two atomic read-modify-writes, inline; about 5 ns more while recorded. Size: 16 bytes, of which 4 are
// the lock. A recorded lock keeps its holder's site beside the word. Source: the three-state futex mutex of U. Drepper,
// "Futexes are tricky" (2011).
#ifndef PARAUDIT_RUNTIME_SYNC_RAW_LOCK_H
#define PARAUDIT_RUNTIME_SYNC_RAW_LOCK_H

#include "runtime/sync/mode.h"

#include <atomic>

namespace paraudit {

// Recording policies: what a lock type does about the recorder.
struct NotRecorded { // the recorder's code is not even compiled in
  static constexpr bool kRecorded = false;
};
struct RecordedByEnvironment { // nothing, Count or Timeline, as PARAUDIT_RECORD says when the process starts
  static constexpr bool kRecorded = true;
};

namespace detail {

class RawLockBase {
 public:
  RawLockBase(const RawLockBase&) = delete;
  RawLockBase& operator=(const RawLockBase&) = delete;

  // True while somebody holds it; only a snapshot.
  bool is_locked() const { return word_.load(std::memory_order_relaxed) != kFree; }

 protected:
  // The last: somebody spins for it and wants to know who held it, but nobody sleeps (recorded locks only).
  static constexpr uint32_t kFree = 0, kHeld = 1, kHeldWithSleepers = 2, kHeldWithSpinners = 3;

  RawLockBase(uint32_t tag, const SiteRecord* made_at) : tag_(tag), site_(made_at) {}

  void lock_no_sync(const SiteRecord* site) {
    if (word_.load(std::memory_order_relaxed) != kFree) [[unlikely]]
      fail_held(site);
    word_.store(kHeld, std::memory_order_relaxed);
    site_.store(site, std::memory_order_relaxed);
  }
  bool try_lock_no_sync(const SiteRecord* site) {
    if (word_.load(std::memory_order_relaxed) != kFree)
      return false;
    lock_no_sync(site);
    return true;
  }
  bool take() {
    uint32_t expected = kFree;
    return word_.compare_exchange_strong(expected, kHeld, std::memory_order_acquire, std::memory_order_relaxed);
  }
  void note_acquired(uint32_t tag, uint32_t mode, const SiteRecord* site) {
    if (!paraudit_fast_acquired(this, tag, mode, site)) [[unlikely]]
      note_acquired_slow(mode, site, 0, 0);
    site_.store(site, std::memory_order_relaxed);
  }

  [[noreturn]] void fail_held(const SiteRecord* site) const;
  void lock_contended(const SiteRecord* site, bool recorded);
  void note_acquired_slow(uint32_t mode, const SiteRecord* site, uint64_t wait_start, uint64_t wait_end);
  void unlock_with_clock();
  void released_to_waiters(uint32_t before, paraudit_counter* counter);

  std::atomic<uint32_t> word_{kFree};
  std::atomic<uint32_t> tag_;
  std::atomic<const SiteRecord*>
      site_; // of the holder (no-sync, recorded); before the first acquisition, of construction

 private:
  bool hand_over(uint32_t before);
  void wait_for_lock(bool recorded);
};

template <class Recording> class RawLock : public RawLockBase {
 public:
  explicit RawLock(const char* class_name, const SiteRecord* made_at)
      : RawLockBase(initial_tag(PARAUDIT_OBJECT_MUTEX, class_name, made_at), made_at) {}
  RawLock(uint32_t tag, const SiteRecord* made_at) : RawLockBase(tag, made_at) {}

  void lock(const SiteRecord* site) {
    uint32_t tag = tag_.load(std::memory_order_relaxed);
    if (tag == kTagNoSync)
      return lock_no_sync(site);
    bool recorded = Recording::kRecorded && tag != kTagUnrecorded;
    if (!take()) [[unlikely]]
      return lock_contended(site, recorded);
    if (recorded)
      note_acquired(tag, PARAUDIT_EXCLUSIVE, site);
  }

  bool try_lock(const SiteRecord* site) {
    uint32_t tag = tag_.load(std::memory_order_relaxed);
    if (tag == kTagNoSync)
      return try_lock_no_sync(site);
    if (!take())
      return false;
    if (Recording::kRecorded && tag != kTagUnrecorded)
      note_acquired(tag, PARAUDIT_EXCLUSIVE | PARAUDIT_TRY, site);
    return true;
  }

  void unlock() {
    uint32_t tag = tag_.load(std::memory_order_relaxed);
    if (tag == kTagNoSync)
      return word_.store(kFree, std::memory_order_relaxed);
    paraudit_counter* counter = nullptr;
    if (Recording::kRecorded && tag != kTagUnrecorded) {
      counter = paraudit_fast_releasing(this);
      if (counter == nullptr) [[unlikely]]
        return unlock_with_clock();
    }
    uint32_t before = word_.exchange(kFree, std::memory_order_release);
    if (before != kHeld) [[unlikely]]
      released_to_waiters(before, counter);
  }
};

} // namespace detail
} // namespace paraudit
#endif
