// pthread_cond_*: a wait gives the mutex up and takes it again, so the recorder sees a release, a wait for the
// condition variable and an acquisition. How long the mutex itself was contended at the end is part of the wait.
#include "instrument/preload/acquire.h"
#include "instrument/preload/mutex_owner.h"
#include "instrument/preload/object_wait.h"
#include "instrument/preload/site.h"

using namespace paraudit::preload;

namespace {

struct ConditionWait {
  pthread_cond_t* condition;
  pthread_mutex_t* mutex;
  const paraudit_site* site;
  uint64_t token;
};

void begin(ConditionWait& wait) {
  Inside inside;
  // After the fact as far as the recorder is concerned: the mutex is free only inside the call that follows.
  paraudit_lock_released(wait.mutex, paraudit_lock_releasing(wait.mutex));
  wait.token = paraudit_wait_begin(wait.condition, PARAUDIT_OBJECT_CONDITION, 0, wait.site);
}

/// However the wait ended (also by cancellation), the mutex is held again.
void end(void* argument) {
  auto& wait = *static_cast<ConditionWait*>(argument);
  Inside inside;
  paraudit_wait_end(wait.condition, wait.token);
  paraudit_lock_acquired(wait.mutex, mutex_kind(wait.mutex), PARAUDIT_EXCLUSIVE, wait.site);
}

/// Such a call returns at once (EINVAL, EPERM), and the mutex stays as it is.
bool refuses(const pthread_mutex_t* mutex, const timespec* deadline, clockid_t clock = CLOCK_REALTIME) {
  bool no_time = deadline->tv_nsec < 0 || deadline->tv_nsec >= 1'000'000'000;
  return no_time || (clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC) || refuses_unlock(mutex);
}

template <typename Block> int wait_for(ConditionWait wait, Block block) {
  return wait_between(begin, end, wait, block);
}

void signal(const void* condition, const paraudit_site* site) {
  signal_object(condition, PARAUDIT_OBJECT_CONDITION, site);
}

} // namespace

PARAUDIT_INTERPOSE pthread_cond_wait(pthread_cond_t* condition, pthread_mutex_t* mutex) {
  if (!recording() || refuses_unlock(mutex))
    return PARAUDIT_CALL_REAL(pthread_cond_wait)(condition, mutex);
  return wait_for({condition, mutex, PARAUDIT_HERE, 0},
                  [=] { return PARAUDIT_CALL_REAL(pthread_cond_wait)(condition, mutex); });
}

PARAUDIT_INTERPOSE pthread_cond_timedwait(pthread_cond_t* condition, pthread_mutex_t* mutex, const timespec* deadline) {
  if (!recording() || refuses(mutex, deadline))
    return PARAUDIT_CALL_REAL(pthread_cond_timedwait)(condition, mutex, deadline);
  return wait_for({condition, mutex, PARAUDIT_HERE, 0},
                  [=] { return PARAUDIT_CALL_REAL(pthread_cond_timedwait)(condition, mutex, deadline); });
}

PARAUDIT_INTERPOSE pthread_cond_clockwait(pthread_cond_t* condition, pthread_mutex_t* mutex, clockid_t clock,
                                          const timespec* deadline) {
  if (!recording() || refuses(mutex, deadline, clock))
    return PARAUDIT_CALL_REAL(pthread_cond_clockwait)(condition, mutex, clock, deadline);
  return wait_for({condition, mutex, PARAUDIT_HERE, 0},
                  [=] { return PARAUDIT_CALL_REAL(pthread_cond_clockwait)(condition, mutex, clock, deadline); });
}

PARAUDIT_INTERPOSE pthread_cond_signal(pthread_cond_t* condition) noexcept {
  if (recording())
    signal(condition, PARAUDIT_HERE);
  return PARAUDIT_CALL_REAL(pthread_cond_signal)(condition);
}

PARAUDIT_INTERPOSE pthread_cond_broadcast(pthread_cond_t* condition) noexcept {
  if (recording())
    signal(condition, PARAUDIT_HERE);
  return PARAUDIT_CALL_REAL(pthread_cond_broadcast)(condition);
}
