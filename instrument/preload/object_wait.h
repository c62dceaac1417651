// A wait for something that is no lock: announced before it begins, ended however it ends (also by cancellation).
// Thread-safe; the hooks' cost is the recorder's.
#ifndef PARAUDIT_INSTRUMENT_PRELOAD_OBJECT_WAIT_H
#define PARAUDIT_INSTRUMENT_PRELOAD_OBJECT_WAIT_H

#include "instrument/preload/thread_state.h"
#include "runtime/abi/hooks.h"
#include "runtime/abi/trace_format.h"

#include <atomic>
#include <pthread.h>

namespace paraudit::preload {

struct ObjectWait {
  const void* object;
  uint32_t kind; ///< paraudit_object_kind
  const paraudit_site* site;
  uint64_t token;
};

inline void begin_wait(ObjectWait& wait) {
  Inside inside;
  ++thread_state.waiting;
  wait.token = paraudit_wait_begin(wait.object, wait.kind, 0, wait.site);
}

inline void end_wait(void* wait) {
  Inside inside;
  --thread_state.waiting;
  paraudit_wait_end(static_cast<ObjectWait*>(wait)->object, static_cast<ObjectWait*>(wait)->token);
}

/// Blocks between `begin` and `end`; `end` runs even if the thread is cancelled meanwhile.
template <typename Wait, typename Block>
int wait_between(void (*begin)(Wait&), void (*end)(void*), Wait wait, Block block) {
  begin(wait);
  int result;
  pthread_cleanup_push(end, &wait);
  result = block();
  pthread_cleanup_pop(1);
  return result;
}

template <typename Block> int wait_for_object(ObjectWait wait, Block block) {
  return wait_between(begin_wait, end_wait, wait, block);
}

/// How many threads of the process wait for once routines and initialisers: while there are none, their ends are not
/// worth a record. A compiler runs thousands of them.
extern std::atomic<uint32_t> routine_waiters __attribute__((visibility("hidden")));

inline void end_routine(const void* object, uint32_t kind, const paraudit_site* site) {
  Inside inside;
  paraudit_object_disowned(object);
  if (routine_waiters.load(std::memory_order_relaxed) != 0)
    paraudit_signal(object, kind, site);
}

inline void signal_object(const void* object, uint32_t kind, const paraudit_site* site) {
  Inside inside;
  paraudit_signal(object, kind, site);
}

} // namespace paraudit::preload

#endif
