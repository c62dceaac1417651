// pthread_once: what std::call_once ends in. The thread that runs the routine does not wait, those that come meanwhile
// do.
#include "instrument/preload/acquire.h"
#include "instrument/preload/site.h"

using namespace paraudit::preload;

namespace {

constexpr pthread_once_t kOnceDone = 2; // glibc's value for a routine that has run

void end_wait(const OnceCall& call) {
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
  Inside inside;
  paraudit_object_disowned(call.object);
  paraudit_signal(call.object, PARAUDIT_OBJECT_ONCE, call.site);
}

} // namespace

PARAUDIT_INTERPOSE pthread_once(pthread_once_t* control, void (*routine)()) {
  if (__atomic_load_n(control, __ATOMIC_ACQUIRE) == kOnceDone || !recording())
    return PARAUDIT_CALL_REAL(pthread_once)(control, routine);
  OnceCall call{routine, control, 0, PARAUDIT_HERE};
  {
    Inside inside;
    call.token = paraudit_wait_begin(control, PARAUDIT_OBJECT_ONCE, 0, call.site);
  }
  thread_state.once = call;
  int result = PARAUDIT_CALL_REAL(pthread_once)(control, run_routine);
  if (thread_state.once.routine != nullptr) { // another thread ran it
    thread_state.once.routine = nullptr;
    end_wait(call);
  }
  return result;
}
