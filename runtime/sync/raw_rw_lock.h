// The lock under RwLock<T> in a parallel build: shared or exclusive, on one futex word; plain counts in no-sync mode.
//
// Thread-safety: it is a lock. Not recursive in either mode, no poisoning, not movable. Writers are not starved: once
// one waits, later readers wait behind it (so a thread that reads recursively may deadlock, as with any such lock). In
// no-sync mode a conflict is misuse ("lock was already held"). Cost as RawLock's. Size: 24 bytes. Algorithm: the
// readers-writer futex lock as described in Rust's standard library (sys/sync/rwlock/futex.rs): a count with two
// "somebody waits" bits, and a second word on which writers sleep.
#ifndef PARAUDIT_RUNTIME_SYNC_RAW_RW_LOCK_H
#define PARAUDIT_RUNTIME_SYNC_RAW_RW_LOCK_H

#include "runtime/sync/raw_lock.h"

namespace paraudit::detail {

class RawRwLockBase {
 public:
  RawRwLockBase(const RawRwLockBase&) = delete;
  RawRwLockBase& operator=(const RawRwLockBase&) = delete;

  bool is_locked() const { return (state_.load(std::memory_order_relaxed) & kCount) != 0; }

 protected:
  // state_: the number of readers, or kWriter; and who sleeps.
  static constexpr uint32_t kCount = (1u << 30) - 1, kWriter = kCount, kMaxReaders = kCount - 1;
  static constexpr uint32_t kReadersWait = 1u << 30, kWritersWait = 1u << 31;

  RawRwLockBase(uint32_t tag, const SiteRecord* made_at) : tag_(tag), site_(made_at) {}

  static bool readable(uint32_t state) { return state < kMaxReaders; } // no writer, nobody waiting, room to count
  static bool free(uint32_t state) { return (state & kCount) == 0; }

  bool read_no_sync(const SiteRecord* site) {
    uint32_t readers = state_.load(std::memory_order_relaxed);
    if (readers == kWriter)
      return false;
    state_.store(readers + 1, std::memory_order_relaxed);
    site_.store(site, std::memory_order_relaxed);
    return true;
  }
  bool write_no_sync(const SiteRecord* site) {
    if (state_.load(std::memory_order_relaxed) != 0)
      return false;
    state_.store(kWriter, std::memory_order_relaxed);
    site_.store(site, std::memory_order_relaxed);
    return true;
  }
  bool take_read() {
    uint32_t state = state_.load(std::memory_order_relaxed);
    while (readable(state))
      if (state_.compare_exchange_weak(state, state + 1, std::memory_order_acquire, std::memory_order_relaxed))
        return true;
    return false;
  }
  bool take_write() {
    uint32_t state = state_.load(std::memory_order_relaxed);
    while (free(state))
      if (state_.compare_exchange_weak(state, state | kWriter, std::memory_order_acquire, std::memory_order_relaxed))
        return true;
    return false;
  }
  void note_acquired(uint32_t tag, uint32_t mode, const SiteRecord* site);
  void read_contended(const SiteRecord* site, bool recorded);
  void write_contended(const SiteRecord* site, bool recorded);
  void note_acquired_slow(uint32_t mode, const SiteRecord* site, uint64_t wait_start = 0, uint64_t wait_end = 0,
                          const SiteRecord* holder = nullptr);
  bool release_read(); // both: true if somebody waited
  bool release_write();
  void unlock_recorded(bool shared);

  std::atomic<uint32_t> state_{0};
  std::atomic<uint32_t> writer_turn_{0}; // moves whenever a sleeping writer should look again
  std::atomic<uint32_t> tag_;
  std::atomic<const SiteRecord*> site_; // of the last acquisition; before the first, of construction

 private:
  // The clock of a wait, when it is recorded: read while waiting, never while holding.
  struct WaitClock {
    bool recorded;
    uint64_t now;
    void read() {
      if (recorded)
        now = paraudit_ticks();
    }
  };
  using Wait = void (RawRwLockBase::*)(WaitClock&);
  void contended(uint32_t mode, Wait wait, const SiteRecord* site, bool recorded);
  uint32_t spin_while_written(WaitClock& clock) const;
  void wait_to_read(WaitClock& clock);
  void wait_to_write(WaitClock& clock);
  void wake(uint32_t state);
  bool wake_writer();
};

template <class Recording> class RawRwLock : public RawRwLockBase {
 public:
  RawRwLock(const char* class_name, const SiteRecord* made_at)
      : RawRwLockBase(initial_tag(PARAUDIT_OBJECT_RWLOCK, class_name, made_at), made_at) {}

  void lock_shared(const SiteRecord* site) {
    uint32_t tag = tag_.load(std::memory_order_relaxed);
    if (tag == kTagNoSync) {
      if (!read_no_sync(site)) [[unlikely]]
        fail_held(site, site_.load(std::memory_order_relaxed));
      return;
    }
    if (!take_read()) [[unlikely]]
      return read_contended(site, recorded(tag));
    if (recorded(tag))
      note_acquired(tag, PARAUDIT_SHARED, site);
  }
  void lock(const SiteRecord* site) {
    uint32_t tag = tag_.load(std::memory_order_relaxed);
    if (tag == kTagNoSync) {
      if (!write_no_sync(site)) [[unlikely]]
        fail_held(site, site_.load(std::memory_order_relaxed));
      return;
    }
    if (!take_write()) [[unlikely]]
      return write_contended(site, recorded(tag));
    if (recorded(tag))
      note_acquired(tag, PARAUDIT_EXCLUSIVE, site);
  }
  bool try_lock_shared(const SiteRecord* site) {
    uint32_t tag = tag_.load(std::memory_order_relaxed);
    if (tag == kTagNoSync)
      return read_no_sync(site);
    return take_read() && noted(tag, PARAUDIT_SHARED | PARAUDIT_TRY, site);
  }
  bool try_lock(const SiteRecord* site) {
    uint32_t tag = tag_.load(std::memory_order_relaxed);
    if (tag == kTagNoSync)
      return write_no_sync(site);
    return take_write() && noted(tag, PARAUDIT_EXCLUSIVE | PARAUDIT_TRY, site);
  }
  void unlock_shared() {
    uint32_t tag = tag_.load(std::memory_order_relaxed);
    if (tag == kTagNoSync)
      state_.store(state_.load(std::memory_order_relaxed) - 1, std::memory_order_relaxed);
    else if (recorded(tag))
      unlock_recorded(true);
    else
      release_read();
  }
  void unlock() {
    uint32_t tag = tag_.load(std::memory_order_relaxed);
    if (tag == kTagNoSync)
      state_.store(0, std::memory_order_relaxed);
    else if (recorded(tag))
      unlock_recorded(false);
    else
      release_write();
  }

 private:
  static bool recorded(uint32_t tag) { return Recording::kRecorded && tag != kTagUnrecorded; }
  bool noted(uint32_t tag, uint32_t mode, const SiteRecord* site) {
    if (recorded(tag))
      note_acquired(tag, mode, site);
    return true;
  }
};

static_assert(sizeof(RawRwLock<RecordedByEnvironment>) == 24 && sizeof(RawLock<RecordedByEnvironment>) == 16);

} // namespace paraudit::detail
#endif
