// What the running thread must not carry over a task's wait: guards of locks, references to worker-local values.
//
// After a wait a task may go on at another thread, where neither is its own. Builds without NDEBUG keep a list per
// thread, which every wait of the pool checks (runtime/parallel/pool_core.h); optimised and serial builds keep none.
// Thread-safety: each thread sees its own list. Cost: a few stores a lock, in those builds. Limit: the first 16
// are known, more are counted. A guard that dies at another thread than it was made on stays on its maker's list.
#ifndef PARAUDIT_RUNTIME_SYNC_PINS_H
#define PARAUDIT_RUNTIME_SYNC_PINS_H

#include "runtime/sync/site.h"

#include <cstddef>

namespace paraudit::detail {

struct Pin {
  const void* object;
  const char* what; // kExclusive, kShared, or words of others
  const SiteRecord* since;

  static constexpr char kExclusive[] = "a lock", kShared[] = "a read lock";
};

class PinList {
 public:
  void add(const Pin& pin);
  // Takes off the newest of this object; nothing if it is not known.
  void remove(const void* object);
  // Null when none is known.
  const Pin* newest() const { return named_ == 0 ? nullptr : &pins_[named_ - 1]; }
  // The newest within [begin, end); null when there is none.
  const Pin* newest_in(const void* begin, const void* end) const;
  bool empty() const { return named_ + unnamed_ == 0; }

 private:
  static constexpr std::size_t kMostNamed = 16;

  std::size_t named_ = 0, unnamed_ = 0;
  Pin pins_[kMostNamed];
};

// Never inlined: a compiler may keep a thread-local's address over a wait.
PinList& thread_pins();

// Fails if this thread holds `lock`; shared: if it holds it exclusively.
void check_not_held(const void* lock, bool shared, SourceLocation location);
// Fails if this thread holds a lock within [begin, end).
void check_index_order(const void* begin, const void* end, SourceLocation location);

#if defined(NDEBUG) || defined(PARAUDIT_SERIAL)
inline void debug_check_not_held(const void*, bool, SourceLocation) {}
inline void debug_check_index_order(const void*, const void*, SourceLocation) {}
inline void debug_pin(const void*, const char*, SourceLocation) {}
inline void debug_unpin(const void*) {}
#else
inline void debug_check_not_held(const void* lock, bool shared, SourceLocation location) {
  check_not_held(lock, shared, location);
}
inline void debug_check_index_order(const void* begin, const void* end, SourceLocation location) {
  check_index_order(begin, end, location);
}
inline void debug_pin(const void* object, const char* what, SourceLocation since) {
  thread_pins().add({object, what, site_record(since)});
}
inline void debug_unpin(const void* object) {
  thread_pins().remove(object);
}
#endif

} // namespace paraudit::detail
#endif
