// What the interposers keep for each thread, in the static TLS block: reading it never allocates and never takes a
// lock.
#ifndef PARAUDIT_INSTRUMENT_PRELOAD_THREAD_STATE_H
#define PARAUDIT_INSTRUMENT_PRELOAD_THREAD_STATE_H

#include "runtime/abi/hooks.h"

#include <cstdint>

namespace paraudit::preload {

/// The pthread_once call that this thread has just entered; see once.cpp.
struct OnceCall {
  void (*routine)();
  const void* object;
  uint64_t token;
  const paraudit_site* site;
  bool waits; ///< another thread was running it
};

struct ThreadState {
  uint32_t inside; ///< > 0: we, or the recorder on our behalf, are running; what is locked now is not the program's
  uint32_t
      waiting; ///< > 0: a wait is announced; what the C++ run-time library blocks in on its behalf is the same wait
  OnceCall once;
  int tid; ///< as the C library writes it into mutexes; 0: not known, or not to be used (see plain_mutex.h)
};

extern __thread ThreadState thread_state __attribute__((tls_model("initial-exec"), visibility("hidden")));

/// While one lives, this thread's locks are not recorded.
class Inside {
 public:
  Inside() { ++thread_state.inside; }
  ~Inside() { --thread_state.inside; }
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;
};

/// While we are at work on this thread: counts the call as dropped, unless it is our own.
void count_interruption(const void* caller);

/// Whether a call of an interposer that was made from this place is to be recorded. One that comes while we are at work
/// ourselves is our own, or that of a signal handler that interrupted us: the latter is counted as dropped.
inline bool recording(const void* caller = __builtin_return_address(0)) {
  if (__builtin_expect(thread_state.inside != 0, 0)) {
    count_interruption(caller);
    return false;
  }
  return paraudit_recording() != 0;
}

} // namespace paraudit::preload
#endif
