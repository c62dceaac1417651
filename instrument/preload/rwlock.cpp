// pthread_rwlock_*: what std::shared_mutex and std::shared_timed_mutex end in. Who has it to write and asks again is
// refused (EDEADLK).
#include "instrument/preload/acquire.h"
#include "instrument/preload/mutex_owner.h"
#include "instrument/preload/site.h"

using namespace paraudit::preload;

namespace {

/// In glibc's default kind, and in PTHREAD_RWLOCK_PREFER_WRITER_NP, readers pass waiting writers.
uint32_t kind_of(const pthread_rwlock_t* lock) {
  bool writers_first = lock->__data.__flags == PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP;
  return PARAUDIT_OBJECT_RWLOCK | (writers_first ? 0u : uint32_t{PARAUDIT_KIND_READERS_PASS});
}

Acquisition reading(pthread_rwlock_t* lock, const paraudit_site* site) {
  return {lock, kind_of(lock), PARAUDIT_SHARED, site};
}
Acquisition writing(pthread_rwlock_t* lock, const paraudit_site* site) {
  return {lock, kind_of(lock), PARAUDIT_EXCLUSIVE, site};
}
int attempt_read(pthread_rwlock_t* lock) {
  return PARAUDIT_CALL_REAL(pthread_rwlock_tryrdlock)(lock);
}
int attempt_write(pthread_rwlock_t* lock) {
  return PARAUDIT_CALL_REAL(pthread_rwlock_trywrlock)(lock);
}

} // namespace

PARAUDIT_INTERPOSE pthread_rwlock_rdlock(pthread_rwlock_t* lock) noexcept {
  if (!recording() || is_mine(lock))
    return PARAUDIT_CALL_REAL(pthread_rwlock_rdlock)(lock);
  return acquire(
      reading(lock, PARAUDIT_HERE), [=] { return attempt_read(lock); },
      [=] { return PARAUDIT_CALL_REAL(pthread_rwlock_rdlock)(lock); });
}

PARAUDIT_INTERPOSE pthread_rwlock_wrlock(pthread_rwlock_t* lock) noexcept {
  if (!recording() || is_mine(lock))
    return PARAUDIT_CALL_REAL(pthread_rwlock_wrlock)(lock);
  return acquire(
      writing(lock, PARAUDIT_HERE), [=] { return attempt_write(lock); },
      [=] { return PARAUDIT_CALL_REAL(pthread_rwlock_wrlock)(lock); });
}

PARAUDIT_INTERPOSE pthread_rwlock_tryrdlock(pthread_rwlock_t* lock) noexcept {
  if (!recording())
    return attempt_read(lock);
  return try_acquire({lock, kind_of(lock), PARAUDIT_SHARED | PARAUDIT_TRY, PARAUDIT_HERE},
                     [=] { return attempt_read(lock); });
}

PARAUDIT_INTERPOSE pthread_rwlock_trywrlock(pthread_rwlock_t* lock) noexcept {
  if (!recording())
    return attempt_write(lock);
  return try_acquire({lock, kind_of(lock), PARAUDIT_EXCLUSIVE | PARAUDIT_TRY, PARAUDIT_HERE},
                     [=] { return attempt_write(lock); });
}

PARAUDIT_INTERPOSE pthread_rwlock_timedrdlock(pthread_rwlock_t* lock, const timespec* deadline) noexcept {
  if (!recording() || is_mine(lock))
    return PARAUDIT_CALL_REAL(pthread_rwlock_timedrdlock)(lock, deadline);
  return acquire(
      reading(lock, PARAUDIT_HERE), [=] { return attempt_read(lock); },
      [=] { return PARAUDIT_CALL_REAL(pthread_rwlock_timedrdlock)(lock, deadline); });
}

PARAUDIT_INTERPOSE pthread_rwlock_timedwrlock(pthread_rwlock_t* lock, const timespec* deadline) noexcept {
  if (!recording() || is_mine(lock))
    return PARAUDIT_CALL_REAL(pthread_rwlock_timedwrlock)(lock, deadline);
  return acquire(
      writing(lock, PARAUDIT_HERE), [=] { return attempt_write(lock); },
      [=] { return PARAUDIT_CALL_REAL(pthread_rwlock_timedwrlock)(lock, deadline); });
}

PARAUDIT_INTERPOSE pthread_rwlock_clockrdlock(pthread_rwlock_t* lock, clockid_t clock,
                                              const timespec* deadline) noexcept {
  if (!recording() || is_mine(lock))
    return PARAUDIT_CALL_REAL(pthread_rwlock_clockrdlock)(lock, clock, deadline);
  return acquire(
      reading(lock, PARAUDIT_HERE), [=] { return attempt_read(lock); },
      [=] { return PARAUDIT_CALL_REAL(pthread_rwlock_clockrdlock)(lock, clock, deadline); });
}

PARAUDIT_INTERPOSE pthread_rwlock_clockwrlock(pthread_rwlock_t* lock, clockid_t clock,
                                              const timespec* deadline) noexcept {
  if (!recording() || is_mine(lock))
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
