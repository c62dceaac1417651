// pthread_spin_*
#include "instrument/preload/acquire.h"
#include "instrument/preload/site.h"

using namespace paraudit::preload;

namespace {

// The interfaces take a volatile int; the recorder wants an address only.
const void* address_of(pthread_spinlock_t* lock) {
  return const_cast<const int*>(lock);
}
int attempt(pthread_spinlock_t* lock) {
  return PARAUDIT_CALL_REAL(pthread_spin_trylock)(lock);
}

} // namespace

PARAUDIT_INTERPOSE pthread_spin_lock(pthread_spinlock_t* lock) noexcept {
  if (!recording())
    return PARAUDIT_CALL_REAL(pthread_spin_lock)(lock);
  return acquire(
      {address_of(lock), PARAUDIT_OBJECT_SPIN, PARAUDIT_EXCLUSIVE, PARAUDIT_HERE}, [=] { return attempt(lock); },
      [=] { return PARAUDIT_CALL_REAL(pthread_spin_lock)(lock); });
}

PARAUDIT_INTERPOSE pthread_spin_trylock(pthread_spinlock_t* lock) noexcept {
  if (!recording())
    return attempt(lock);
  return try_acquire({address_of(lock), PARAUDIT_OBJECT_SPIN, PARAUDIT_EXCLUSIVE | PARAUDIT_TRY, PARAUDIT_HERE},
                     [=] { return attempt(lock); });
}

PARAUDIT_INTERPOSE pthread_spin_unlock(pthread_spinlock_t* lock) noexcept {
  if (!recording())
    return PARAUDIT_CALL_REAL(pthread_spin_unlock)(lock);
  return release(address_of(lock), [=] { return PARAUDIT_CALL_REAL(pthread_spin_unlock)(lock); });
}

PARAUDIT_INTERPOSE pthread_spin_destroy(pthread_spinlock_t* lock) noexcept {
  forget(address_of(lock));
  return PARAUDIT_CALL_REAL(pthread_spin_destroy)(lock);
}
