// What stands under the lock types with PARAUDIT_STD_SYNC: std::mutex and std::shared_mutex, recorded all the same.
// With PARAUDIT_STD_PLAIN as well they are not recorded by us: what the pass or the preload library records is all.
//
// For comparison and for platforms without futexes. The no-sync mode works as in the futex locks. Whether writers are
// starved is the platform's business (glibc's std::shared_mutex prefers readers). Cost: the standard lock's, and when
// recorded about 10 ns; who waits is known from a count that only waiters touch.
#ifndef PARAUDIT_RUNTIME_SYNC_RAW_STD_H
#define PARAUDIT_RUNTIME_SYNC_RAW_STD_H

#include "runtime/sync/raw_rw_lock.h"

#include <mutex>
#include <shared_mutex>

namespace paraudit::detail {

// The tag, the holder's site and the recording of a lock that is somebody else's; `Mutex` is the standard type.
template <class Mutex, class Recording, uint32_t kKind> class StdBase {
 public:
  StdBase(const char* class_name, const SiteRecord* made_at)
      : StdBase(initial_tag(kKind, class_name, made_at), made_at) {}
  StdBase(uint32_t tag, const SiteRecord* made_at) : tag_(tag), site_(made_at) {}

  bool is_locked() const { return holders_.load(std::memory_order_relaxed) != 0; }

 protected:
  static constexpr uint32_t kWriter = ~0u;

#if defined(PARAUDIT_STD_PLAIN)
  static constexpr bool kRecorded = false;
#else
  static constexpr bool kRecorded = Recording::kRecorded;
#endif

  bool no_sync() const { return tag_.load(std::memory_order_relaxed) == kTagNoSync; }
  bool recorded() const { return kRecorded && tag_.load(std::memory_order_relaxed) != kTagUnrecorded; }

  // No-sync mode: `wanted` is 1 more reader or the writer.
  bool enter(bool shared, const SiteRecord* site) {
    uint32_t now = holders_.load(std::memory_order_relaxed);
    if (shared ? now == kWriter : now != 0)
      return false;
    holders_.store(shared ? now + 1 : kWriter, std::memory_order_relaxed);
    site_.store(site, std::memory_order_relaxed);
    return true;
  }
  void leave(bool shared) {
    holders_.store(shared ? holders_.load(std::memory_order_relaxed) - 1 : 0, std::memory_order_relaxed);
  }
  const SiteRecord* last_site() const { return site_.load(std::memory_order_relaxed); }

  template <class Try, class Block> void acquire(uint32_t mode, const SiteRecord* site, Try&& try_it, Block&& block) {
    if (!recorded()) {
      block();
    } else if (try_it()) {
      note(mode, site, 0, 0);
    } else {
      waiters_.fetch_add(1, std::memory_order_relaxed);
      uint64_t start = paraudit_lock_waiting(this, tag_.load(std::memory_order_relaxed), mode, site, kSiteForm);
      block();
      waiters_.fetch_sub(1, std::memory_order_relaxed);
      note(mode, site, start, paraudit_ticks());
    }
    count(mode, 1);
  }
  bool tried(bool acquired, uint32_t mode, const SiteRecord* site) {
    if (acquired && recorded())
      note(mode | PARAUDIT_TRY, site, 0, 0);
    if (acquired)
      count(mode, 1);
    return acquired;
  }
  template <class Unlock> void release(uint32_t mode, Unlock&& unlock) {
    count(mode, -1);
    if (!recorded())
      return unlock();
    uint64_t token = paraudit_releasing_slow(this);
    bool contended = waiters_.load(std::memory_order_relaxed) != 0;
    unlock();
    paraudit_released_slow(this, token, contended, 0);
  }

  void count(uint32_t mode, int change) {
    if (mode & PARAUDIT_SHARED)
      holders_.fetch_add(static_cast<uint32_t>(change), std::memory_order_relaxed);
    else
      holders_.store(change > 0 ? kWriter : 0, std::memory_order_relaxed);
  }

  Mutex mutex_;

 private:
  void note(uint32_t mode, const SiteRecord* site, uint64_t wait_start, uint64_t wait_end) {
    uint32_t tag = classified(tag_, kKind, last_site(), site);
    const SiteRecord* holder = wait_end == 0 ? nullptr : last_site();
    paraudit_acquired_slow(this, tag, mode, site, kSiteForm, wait_start, wait_end, holder);
    site_.store(site, std::memory_order_relaxed);
  }

  std::atomic<uint32_t> tag_;
  std::atomic<uint32_t> holders_{0}; // readers, or kWriter: the no-sync state and is_locked()
  std::atomic<uint32_t> waiters_{0};
  std::atomic<const SiteRecord*> site_;
};

template <class Mutex, class Recording, uint32_t kKind> class StdExclusive : public StdBase<Mutex, Recording, kKind> {
 public:
  using StdBase<Mutex, Recording, kKind>::StdBase;
  void lock(const SiteRecord* site) {
    if (!this->no_sync()) {
      if constexpr (StdBase<Mutex, Recording, kKind>::kRecorded)
        return this->acquire(
            PARAUDIT_EXCLUSIVE, site, [&] { return this->mutex_.try_lock(); }, [&] { this->mutex_.lock(); });
      this->mutex_.lock(); // here and not in a lambda: a lock wrapper, as the pass knows them
      return this->count(PARAUDIT_EXCLUSIVE, 1);
    }
    if (!this->enter(false, site))
      fail_held(site, this->last_site());
  }
  bool try_lock(const SiteRecord* site) {
    if (this->no_sync())
      return this->enter(false, site);
    return this->tried(this->mutex_.try_lock(), PARAUDIT_EXCLUSIVE, site);
  }
  void unlock() {
    if (this->no_sync())
      return this->leave(false);
    this->release(PARAUDIT_EXCLUSIVE, [&] { this->mutex_.unlock(); });
  }
};

template <class Recording> using StdLock = StdExclusive<std::mutex, Recording, PARAUDIT_OBJECT_MUTEX>;

template <class Recording> class StdRwLock : public StdExclusive<std::shared_mutex, Recording, PARAUDIT_OBJECT_RWLOCK> {
 public:
  using StdExclusive<std::shared_mutex, Recording, PARAUDIT_OBJECT_RWLOCK>::StdExclusive;
  void lock_shared(const SiteRecord* site) {
    if (!this->no_sync()) {
      if constexpr (StdBase<std::shared_mutex, Recording, PARAUDIT_OBJECT_RWLOCK>::kRecorded)
        return this->acquire(
            PARAUDIT_SHARED, site, [&] { return this->mutex_.try_lock_shared(); }, [&] { this->mutex_.lock_shared(); });
      this->mutex_.lock_shared();
      return this->count(PARAUDIT_SHARED, 1);
    }
    if (!this->enter(true, site))
      fail_held(site, this->last_site());
  }
  bool try_lock_shared(const SiteRecord* site) {
    if (this->no_sync())
      return this->enter(true, site);
    return this->tried(this->mutex_.try_lock_shared(), PARAUDIT_SHARED, site);
  }
  void unlock_shared() {
    if (this->no_sync())
      return this->leave(true);
    this->release(PARAUDIT_SHARED, [&] { this->mutex_.unlock_shared(); });
  }
};

} // namespace paraudit::detail
#endif
