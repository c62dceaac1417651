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

inline bool recording() {
  return thread_state.inside == 0 && paraudit_recording() != 0;
}

} // namespace paraudit::preload
#endif
