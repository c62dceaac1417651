// pthread_mutex_*: what std::mutex, std::recursive_mutex and std::timed_mutex end in.
#include "instrument/preload/acquire.h"
#include "instrument/preload/site.h"

using namespace paraudit::preload;

namespace {

Acquisition exclusive(pthread_mutex_t* mutex, const paraudit_site* site) {
  return {mutex, mutex_kind(mutex), PARAUDIT_EXCLUSIVE, site};
}
int attempt(pthread_mutex_t* mutex) {
  return PARAUDIT_CALL_REAL(pthread_mutex_trylock)(mutex);
}

} // namespace

PARAUDIT_INTERPOSE pthread_mutex_lock(pthread_mutex_t* mutex) noexcept {
  // The common case needs no call but the real one: this thread is known to the recorder, and the lock and the place
  // too.
  if (is_attached() && is_plain(mutex)) {
    const paraudit_site* site = PARAUDIT_HERE;
    Probe known = known_locks.probe(mutex, PARAUDIT_EXCLUSIVE, site);
    if (known.counter && attempt(mutex) == 0) {
      KnownLocks::commit(mutex, known);
      return 0;
    }
  }
  if (!recording())
    return PARAUDIT_CALL_REAL(pthread_mutex_lock)(mutex);
  return acquire(
      exclusive(mutex, PARAUDIT_HERE), [=] { return attempt(mutex); },
      [=] { return PARAUDIT_CALL_REAL(pthread_mutex_lock)(mutex); });
}

PARAUDIT_INTERPOSE pthread_mutex_trylock(pthread_mutex_t* mutex) noexcept {
  if (!recording())
    return attempt(mutex);
  return try_acquire({mutex, mutex_kind(mutex), PARAUDIT_EXCLUSIVE | PARAUDIT_TRY, PARAUDIT_HERE},
                     [=] { return attempt(mutex); });
}

PARAUDIT_INTERPOSE pthread_mutex_timedlock(pthread_mutex_t* mutex, const timespec* deadline) noexcept {
  if (!recording())
    return PARAUDIT_CALL_REAL(pthread_mutex_timedlock)(mutex, deadline);
  return acquire(
      exclusive(mutex, PARAUDIT_HERE), [=] { return attempt(mutex); },
      [=] { return PARAUDIT_CALL_REAL(pthread_mutex_timedlock)(mutex, deadline); });
}

PARAUDIT_INTERPOSE pthread_mutex_clocklock(pthread_mutex_t* mutex, clockid_t clock, const timespec* deadline) noexcept {
  if (!recording())
    return PARAUDIT_CALL_REAL(pthread_mutex_clocklock)(mutex, clock, deadline);
  return acquire(
      exclusive(mutex, PARAUDIT_HERE), [=] { return attempt(mutex); },
      [=] { return PARAUDIT_CALL_REAL(pthread_mutex_clocklock)(mutex, clock, deadline); });
}

PARAUDIT_INTERPOSE pthread_mutex_unlock(pthread_mutex_t* mutex) noexcept {
  if (is_attached() && is_plain(mutex) && !has_waiters(mutex) && paraudit_fast_releasing(mutex))
    return PARAUDIT_CALL_REAL(pthread_mutex_unlock)(mutex);
  if (!recording())
    return PARAUDIT_CALL_REAL(pthread_mutex_unlock)(mutex);
  return release(mutex, [=] { return PARAUDIT_CALL_REAL(pthread_mutex_unlock)(mutex); });
}

PARAUDIT_INTERPOSE pthread_mutex_destroy(pthread_mutex_t* mutex) noexcept {
  forget(mutex);
  return PARAUDIT_CALL_REAL(pthread_mutex_destroy)(mutex);
}
