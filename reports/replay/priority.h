// Measuring threads run before others where the system lets them: a busy machine then answers as an idle one would.
//
// Thread-safety: about the calling thread, and the threads that it makes.
#ifndef PARAUDIT_REPORTS_REPLAY_PRIORITY_H
#define PARAUDIT_REPORTS_REPLAY_PRIORITY_H

#include <pthread.h>
#include <sched.h>

namespace paraudit::reports::replay {

// False where the system refuses.
inline bool run_before_others() {
  sched_param priority{};
  priority.sched_priority = sched_get_priority_min(SCHED_FIFO);
  return pthread_setschedparam(pthread_self(), SCHED_FIFO, &priority) == 0;
}

} // namespace paraudit::reports::replay

#endif
