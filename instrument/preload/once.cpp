// pthread_once: what std::call_once ends in. The thread that runs the routine does not wait, those that come meanwhile
// do.
#include "instrument/preload/acquire.h"
#include "instrument/preload/object_wait.h"
#include "instrument/preload/site.h"

using namespace paraudit::preload;

namespace paraudit::preload {

constinit std::atomic<uint32_t> routine_waiters{0};

} // namespace paraudit::preload

namespace {

// glibc's values: a thread runs the routine (the low bit), the routine has run.
constexpr pthread_once_t kOnceInProgress = 1, kOnceDone = 2;

void begin_wait(OnceCall& call) {
  Inside inside;
  call.token = paraudit_wait_begin(call.object, PARAUDIT_OBJECT_ONCE, 0, call.site);
  call.waits = true;
  routine_waiters.fetch_add(1, std::memory_order_relaxed);
}

void end_wait(const OnceCall& call) {
  if (!call.waits)
    return;
  routine_waiters.fetch_sub(1, std::memory_order_relaxed);
  Inside inside;
  paraudit_wait_end(call.object, call.token);
}

/// For the wait-for graph of a hung process. A routine that throws leaves this, until the next one runs.
void own(const void* object) {
  Inside inside;
  paraudit_object_owned(object);
}

/// Runs in place of the routine: this thread was chosen, so its wait is over. Locks of the routine have their own
/// sites.
void run_routine() {
  OnceCall call = thread_state.once;
  thread_state.once.routine = nullptr;
  end_wait(call);
  const paraudit_site* site = paraudit_call_site;
  paraudit_call_site = nullptr;
  own(call.object);
  call.routine();
  paraudit_call_site = site;
  end_routine(call.object, PARAUDIT_OBJECT_ONCE, call.site);
}

} // namespace

PARAUDIT_INTERPOSE pthread_once(pthread_once_t* control, void (*routine)()) {
  pthread_once_t state = __atomic_load_n(control, __ATOMIC_ACQUIRE);
  if (state == kOnceDone || !recording())
    return PARAUDIT_CALL_REAL(pthread_once)(control, routine);
  OnceCall call{routine, control, 0, PARAUDIT_HERE, false};
  if (state & kOnceInProgress) // who comes first waits for nobody
    begin_wait(call);
  OnceCall interrupted = thread_state.once; // by a signal handler that is here, too
  thread_state.once = call;
  int result = PARAUDIT_CALL_REAL(pthread_once)(control, run_routine);
  if (thread_state.once.routine != nullptr) // another thread ran it
    end_wait(call);
  thread_state.once = interrupted;
  return result;
}
