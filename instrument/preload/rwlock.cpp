// pthread_rwlock_*: what std::shared_mutex and std::shared_timed_mutex end in.
#include "instrument/preload/acquire.h"
#include "instrument/preload/site.h"

using namespace paraudit::preload;

namespace {

Acquisition reading(pthread_rwlock_t* lock, const paraudit_site* site) {
  return {lock, PARAUDIT_OBJECT_RWLOCK, PARAUDIT_SHARED, site};
}
Acquisition writing(pthread_rwlock_t* lock, const paraudit_site* site) {
  return {lock, PARAUDIT_OBJECT_RWLOCK, PARAUDIT_EXCLUSIVE, site};
}
int attempt_read(pthread_rwlock_t* lock) {
  return PARAUDIT_CALL_REAL(pthread_rwlock_tryrdlock)(lock);
}
int attempt_write(pthread_rwlock_t* lock) {
  return PARAUDIT_CALL_REAL(pthread_rwlock_trywrlock)(lock);
}

} // namespace

PARAUDIT_INTERPOSE pthread_rwlock_rdlock(pthread_rwlock_t* lock) noexcept {
  if (!recording())
    return PARAUDIT_CALL_REAL(pthread_rwlock_rdlock)(lock);
  return acquire(
      reading(lock, PARAUDIT_HERE), [=] { return attempt_read(lock); },
      [=] { return PARAUDIT_CALL_REAL(pthread_rwlock_rdlock)(lock); });
}

PARAUDIT_INTERPOSE pthread_rwlock_wrlock(pthread_rwlock_t* lock) noexcept {
  if (!recording())
    return PARAUDIT_CALL_REAL(pthread_rwlock_wrlock)(lock);
  return acquire(
      writing(lock, PARAUDIT_HERE), [=] { return attempt_write(lock); },
      [=] { return PARAUDIT_CALL_REAL(pthread_rwlock_wrlock)(lock); });
}

PARAUDIT_INTERPOSE pthread_rwlock_tryrdlock(pthread_rwlock_t* lock) noexcept {
  if (!recording())
    return attempt_read(lock);
  return try_acquire({lock, PARAUDIT_OBJECT_RWLOCK, PARAUDIT_SHARED | PARAUDIT_TRY, PARAUDIT_HERE},
                     [=] { return attempt_read(lock); });
}

PARAUDIT_INTERPOSE pthread_rwlock_trywrlock(pthread_rwlock_t* lock) noexcept {
  if (!recording())
    return attempt_write(lock);
  return try_acquire({lock, PARAUDIT_OBJECT_RWLOCK, PARAUDIT_EXCLUSIVE | PARAUDIT_TRY, PARAUDIT_HERE},
                     [=] { return attempt_write(lock); });
}

PARAUDIT_INTERPOSE pthread_rwlock_timedrdlock(pthread_rwlock_t* lock, const timespec* deadline) noexcept {
  if (!recording())
    return PARAUDIT_CALL_REAL(pthread_rwlock_timedrdlock)(lock, deadline);
  return acquire(
      reading(lock, PARAUDIT_HERE), [=] { return attempt_read(lock); },
      [=] { return PARAUDIT_CALL_REAL(pthread_rwlock_timedrdlock)(lock, deadline); });
}

PARAUDIT_INTERPOSE pthread_rwlock_timedwrlock(pthread_rwlock_t* lock, const timespec* deadline) noexcept {
  if (!recording())
    return PARAUDIT_CALL_REAL(pthread_rwlock_timedwrlock)(lock, deadline);
  return acquire(
      writing(lock, PARAUDIT_HERE), [=] { return attempt_write(lock); },
      [=] { return PARAUDIT_CALL_REAL(pthread_rwlock_timedwrlock)(lock, deadline); });
}

PARAUDIT_INTERPOSE pthread_rwlock_clockrdlock(pthread_rwlock_t* lock, clockid_t clock,
                                              const timespec* deadline) noexcept {
  if (!recording())
    return PARAUDIT_CALL_REAL(pthread_rwlock_clockrdlock)(lock, clock, deadline);
  return acquire(
      reading(lock, PARAUDIT_HERE), [=] { return attempt_read(lock); },
      [=] { return PARAUDIT_CALL_REAL(pthread_rwlock_clockrdlock)(lock, clock, deadline); });
}

PARAUDIT_INTERPOSE pthread_rwlock_clockwrlock(pthread_rwlock_t* lock, clockid_t clock,
                                              const timespec* deadline) noexcept {
  if (!recording())
    return PARAUDIT_CALL_REAL(pthread_rwlock_clockwrlock)(lock, clock, deadline);
  return acquire(
      writing(lock, PARAUDIT_HERE), [=] { return attempt_write(lock); },
      [=] { return PARAUDIT_CALL_REAL(pthread_rwlock_clockwrlock)(lock, clock, deadline); });
}

PARAUDIT_INTERPOSE pthread_rwlock_unlock(pthread_rwlock_t* lock) noexcept {
  if (!recording())
    return PARAUDIT_CALL_REAL(pthread_rwlock_unlock)(lock);
  return release(lock, [=] { return PARAUDIT_CALL_REAL(pthread_rwlock_unlock)(lock); });
}

PARAUDIT_INTERPOSE pthread_rwlock_destroy(pthread_rwlock_t* lock) noexcept {
  forget(lock);
  return PARAUDIT_CALL_REAL(pthread_rwlock_destroy)(lock);
}
