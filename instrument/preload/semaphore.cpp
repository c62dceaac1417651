// sem_* and pthread_barrier_wait. A semaphore that is to be had at once is no wait; of a barrier's threads the last one
// does not block, but it cannot be told beforehand.
#include "instrument/preload/object_wait.h"
#include "instrument/preload/real.h"
#include "instrument/preload/site.h"

#include <errno.h>

using namespace paraudit::preload;

namespace {

/// True when the semaphore was free. As sem_wait does, this acts upon a cancellation first.
bool take_at_once(sem_t* semaphore) {
  int saved = errno;
  pthread_testcancel();
  if (PARAUDIT_CALL_REAL(sem_trywait)(semaphore) == 0)
    return true;
  errno = saved;
  return false;
}

template <typename Block> int wait_for_semaphore(sem_t* semaphore, const paraudit_site* site, Block block) {
  return take_at_once(semaphore) ? 0 : wait_for_object({semaphore, PARAUDIT_OBJECT_SEMAPHORE, site, 0}, block);
}

} // namespace

PARAUDIT_INTERPOSE sem_wait(sem_t* semaphore) {
  if (!recording())
    return PARAUDIT_CALL_REAL(sem_wait)(semaphore);
  return wait_for_semaphore(semaphore, PARAUDIT_HERE, [=] { return PARAUDIT_CALL_REAL(sem_wait)(semaphore); });
}

PARAUDIT_INTERPOSE sem_timedwait(sem_t* semaphore, const timespec* deadline) {
  if (!recording())
    return PARAUDIT_CALL_REAL(sem_timedwait)(semaphore, deadline);
  return wait_for_semaphore(semaphore, PARAUDIT_HERE,
                            [=] { return PARAUDIT_CALL_REAL(sem_timedwait)(semaphore, deadline); });
}

PARAUDIT_INTERPOSE sem_clockwait(sem_t* semaphore, clockid_t clock, const timespec* deadline) {
  if (!recording())
    return PARAUDIT_CALL_REAL(sem_clockwait)(semaphore, clock, deadline);
  return wait_for_semaphore(semaphore, PARAUDIT_HERE,
                            [=] { return PARAUDIT_CALL_REAL(sem_clockwait)(semaphore, clock, deadline); });
}

PARAUDIT_INTERPOSE sem_post(sem_t* semaphore) noexcept {
  if (recording())
    signal_object(semaphore, PARAUDIT_OBJECT_SEMAPHORE, PARAUDIT_HERE);
  return PARAUDIT_CALL_REAL(sem_post)(semaphore);
}

PARAUDIT_INTERPOSE pthread_barrier_wait(pthread_barrier_t* barrier) noexcept {
  if (!recording())
    return PARAUDIT_CALL_REAL(pthread_barrier_wait)(barrier);
  const paraudit_site* site = PARAUDIT_HERE;
  int result = wait_for_object({barrier, PARAUDIT_OBJECT_BARRIER, site, 0},
                               [=] { return PARAUDIT_CALL_REAL(pthread_barrier_wait)(barrier); });
  if (result == PTHREAD_BARRIER_SERIAL_THREAD)
    signal_object(barrier, PARAUDIT_OBJECT_BARRIER, site); // afterwards: which thread is the last is known only now
  return result;
}
