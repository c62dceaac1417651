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
  static constexpr uint32_t kFree = 0, kHeld = 1, kHeldWithSleepers = 2;

  RawLockBase(uint32_t tag, const SiteRecord* made_at) : tag_(tag), site_(made_at) {}

  void lock_no_sync(const SiteRecord* site) {
    if (word_.load(std::memory_order_relaxed) != kFree) [[unlikely]]
      fail_held(site, site_.load(std::memory_order_relaxed));
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

  void lock_contended();
  void lock_recorded(uint32_t tag, const SiteRecord* site);
  bool try_lock_recorded(uint32_t tag, const SiteRecord* site);
  void unlock_recorded() noexcept;
  void wake() noexcept;

  std::atomic<uint32_t> word_{kFree};
  std::atomic<uint32_t> tag_;
  std::atomic<const SiteRecord*>
      site_; // of the holder (no-sync, recorded); before the first acquisition, of construction

 private:
  template <bool kTimed> uint64_t wait_for_lock(uint64_t now);
  void lock_with_clock(uint32_t tag, const SiteRecord* site);
  void lock_recorded_contended(const SiteRecord* site, paraudit_counter* counter, uint64_t chain);
  void note_acquired_slow(uint32_t mode, const SiteRecord* site, uint64_t wait_start = 0, uint64_t wait_end = 0,
                          const SiteRecord* holder = nullptr);
  void unlock_with_clock() noexcept;
  void released_to_waiters(paraudit_counter* counter) noexcept;
};

template <class Recording> class RawLock : public RawLockBase {
 public:
  explicit RawLock(const char* class_name, const SiteRecord* made_at)
      : RawLockBase(initial_tag(PARAUDIT_OBJECT_MUTEX, class_name, made_at), made_at) {}
  RawLock(uint32_t tag, const SiteRecord* made_at) : RawLockBase(tag, made_at) {}

  // Only the unrecorded paths are inline: short enough for every call site, and the recorded ones cost a call more.
  void lock(const SiteRecord* site) {
    uint32_t tag = tag_.load(std::memory_order_relaxed);
    if (tag == kTagNoSync)
      return lock_no_sync(site);
    if (recorded(tag))
      return lock_recorded(tag, site);
    if (!take()) [[unlikely]]
      lock_contended();
  }

  bool try_lock(const SiteRecord* site) {
    uint32_t tag = tag_.load(std::memory_order_relaxed);
    if (tag == kTagNoSync)
      return try_lock_no_sync(site);
    return recorded(tag) ? try_lock_recorded(tag, site) : take();
  }

  void unlock() noexcept {
    uint32_t tag = tag_.load(std::memory_order_relaxed);
    if (tag == kTagNoSync)
      return word_.store(kFree, std::memory_order_relaxed);
    if (recorded(tag))
      return unlock_recorded();
    if (word_.exchange(kFree, std::memory_order_release) != kHeld) [[unlikely]]
      wake();
  }

 private:
  static bool recorded(uint32_t tag) { return Recording::kRecorded && tag != kTagUnrecorded; }
};

} // namespace detail
} // namespace paraudit
#endif
