// Many readers or one writer, as plain counts: what a serial RwLock and a RefCell are made of.
//
// Not thread-safe. Remembers the site of the last acquisition that succeeded. Cost: a load, a compare and two stores.
// Size: 16 bytes.
#ifndef PARAUDIT_RUNTIME_SYNC_BORROW_STATE_H
#define PARAUDIT_RUNTIME_SYNC_BORROW_STATE_H

#include "runtime/sync/site.h"

#include <cstdint>

namespace paraudit::detail {

class BorrowState {
 public:
  bool try_lock_shared(const SiteRecord* site) {
    if (readers_ == kWriter)
      return false;
    ++readers_;
    site_ = site;
    return true;
  }
  bool try_lock(const SiteRecord* site) {
    if (readers_ != 0)
      return false;
    readers_ = kWriter;
    site_ = site;
    return true;
  }
  void unlock_shared() { --readers_; }
  void unlock() { readers_ = 0; }

  bool is_locked() const { return readers_ != 0; }
  bool is_written() const { return readers_ == kWriter; }
  const SiteRecord* last_site() const { return site_; }

 private:
  static constexpr uint64_t kWriter = ~0ull;
  uint64_t readers_ = 0;
  const SiteRecord* site_ = nullptr;
};

} // namespace paraudit::detail
#endif
