// What stands under the lock types in a serial build: a record of who holds it, no atomics, nothing recorded.
//
// Not thread-safe: a serial build has one thread. A conflict is misuse ("lock was already held"), both sites named.
// Cost: a load and a store. Size: 8 bytes for a lock, 16 for a read-write lock.
#ifndef PARAUDIT_RUNTIME_SYNC_RAW_SERIAL_H
#define PARAUDIT_RUNTIME_SYNC_RAW_SERIAL_H

#include "runtime/sync/borrow_state.h"
#include "runtime/sync/mode.h"

namespace paraudit {

struct NotRecorded {
  static constexpr bool kRecorded = false;
};
struct RecordedByEnvironment { // the name stays valid; a serial build never records
  static constexpr bool kRecorded = false;
};

namespace detail {

template <class> class SerialLock {
 public:
  SerialLock(const char*, const SiteRecord*) {}
  SerialLock(uint32_t, const SiteRecord*) {}
  SerialLock(const SerialLock&) = delete;
  SerialLock& operator=(const SerialLock&) = delete;

  void lock(const SiteRecord* site) {
    if (holder_ != nullptr) [[unlikely]]
      fail_held(site, holder_);
    holder_ = site;
  }
  bool try_lock(const SiteRecord* site) {
    if (holder_ != nullptr)
      return false;
    holder_ = site;
    return true;
  }
  void unlock() { holder_ = nullptr; }
  bool is_locked() const { return holder_ != nullptr; }

 private:
  const SiteRecord* holder_ = nullptr;
};

template <class> class SerialRwLock : public BorrowState {
 public:
  SerialRwLock(const char*, const SiteRecord*) {}
  SerialRwLock(const SerialRwLock&) = delete;
  SerialRwLock& operator=(const SerialRwLock&) = delete;

  void lock_shared(const SiteRecord* site) {
    if (!try_lock_shared(site)) [[unlikely]]
      fail_held(site, last_site());
  }
  void lock(const SiteRecord* site) {
    if (!try_lock(site)) [[unlikely]]
      fail_held(site, last_site());
  }
};

} // namespace detail
} // namespace paraudit
#endif
