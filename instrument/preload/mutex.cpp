// pthread_mutex_*: what std::mutex, std::recursive_mutex and std::timed_mutex end in.
#include "instrument/preload/acquire.h"
#include "instrument/preload/mutex_owner.h"
#include "instrument/preload/plain_mutex.h"
#include "instrument/preload/site.h"

using namespace paraudit::preload;

namespace {

Acquisition exclusive(pthread_mutex_t* mutex, const paraudit_site* site) {
  return {mutex, mutex_kind(mutex), PARAUDIT_EXCLUSIVE, site};
}
int attempt(pthread_mutex_t* mutex) {
  return PARAUDIT_CALL_REAL(pthread_mutex_trylock)(mutex);
}

/// Where somebody else stands in front of pthread_mutex_lock he is called as the program called us: once, and with
/// that. Should another thread be faster than our look, its wait is not recorded.
int attempt_to_lock(pthread_mutex_t* mutex) {
  if (!lock_has_another_interposer)
    return attempt(mutex);
  bool free = __atomic_load_n(&mutex->__data.__lock, __ATOMIC_RELAXED) == 0;
  return free || is_mine(mutex) ? PARAUDIT_CALL_REAL(pthread_mutex_lock)(mutex) : EBUSY;
}

// Not part of the interposers: these would save registers for it in the common case, too.
__attribute__((noinline)) int lock_slowly(pthread_mutex_t* mutex, const void* frame) {
  if (!recording(return_address_of(frame)) || refuses_lock(mutex))
    return PARAUDIT_CALL_REAL(pthread_mutex_lock)(mutex);
  int result = acquire(
      exclusive(mutex, current_site(frame)), [=] { return attempt_to_lock(mutex); },
      [=] { return PARAUDIT_CALL_REAL(pthread_mutex_lock)(mutex); });
  if (result == 0)
    learn_owner(mutex);
  return result;
}

__attribute__((noinline)) int unlock_slowly(pthread_mutex_t* mutex, const void* caller) {
  if (!recording(caller) || refuses_unlock(mutex))
    return PARAUDIT_CALL_REAL(pthread_mutex_unlock)(mutex);
  return release(mutex, [=] { return PARAUDIT_CALL_REAL(pthread_mutex_unlock)(mutex); });
}

// By its address alone: it is free, and may be gone.
__attribute__((noinline, cold)) void given_back_to_waiters(const pthread_mutex_t* mutex, paraudit_counter* counter,
                                                           void* shadow) {
  Inside inside;
  uint64_t now = paraudit_ticks();
  bool is_waited_for = paraudit_is_waited_for(shadow) != 0;
  wake_one(&mutex->__data.__lock);
  if (is_waited_for)
    paraudit_released_contended(mutex, counter, shadow, now);
}

__attribute__((noinline)) int unlock_by_library(pthread_mutex_t* mutex) {
  return PARAUDIT_CALL_REAL(pthread_mutex_unlock)(mutex);
}

} // namespace

// The common case asks nobody: this thread is known to the recorder, and the lock and the place too.
PARAUDIT_INTERPOSE pthread_mutex_lock(pthread_mutex_t* mutex) noexcept {
  const void* frame = __builtin_frame_address(0);
  if (thread_state.inside == 0 && is_by_hand(mutex))
    if (const paraudit_site* site = known_site(frame)) {
      Probe known = known_locks.probe(mutex, PARAUDIT_EXCLUSIVE, site);
      if (known.counter && take(mutex)) {
        KnownLocks::commit(mutex, known);
        return 0;
      }
    }
  return lock_slowly(mutex, frame);
}

PARAUDIT_INTERPOSE pthread_mutex_trylock(pthread_mutex_t* mutex) noexcept {
  if (!recording())
    return attempt(mutex);
  return try_acquire({mutex, mutex_kind(mutex), PARAUDIT_EXCLUSIVE | PARAUDIT_TRY, PARAUDIT_HERE},
                     [=] { return attempt(mutex); });
}

PARAUDIT_INTERPOSE pthread_mutex_timedlock(pthread_mutex_t* mutex, const timespec* deadline) noexcept {
  if (!recording() || refuses_lock(mutex))
    return PARAUDIT_CALL_REAL(pthread_mutex_timedlock)(mutex, deadline);
  return acquire(
      exclusive(mutex, PARAUDIT_HERE), [=] { return attempt(mutex); },
      [=] { return PARAUDIT_CALL_REAL(pthread_mutex_timedlock)(mutex, deadline); });
}

PARAUDIT_INTERPOSE pthread_mutex_clocklock(pthread_mutex_t* mutex, clockid_t clock, const timespec* deadline) noexcept {
  if (!recording() || refuses_lock(mutex))
    return PARAUDIT_CALL_REAL(pthread_mutex_clocklock)(mutex, clock, deadline);
  return acquire(
      exclusive(mutex, PARAUDIT_HERE), [=] { return attempt(mutex); },
      [=] { return PARAUDIT_CALL_REAL(pthread_mutex_clocklock)(mutex, clock, deadline); });
}

PARAUDIT_INTERPOSE pthread_mutex_unlock(pthread_mutex_t* mutex) noexcept {
  if (thread_state.inside == 0) {
    if (is_by_hand(mutex)) {
      if (paraudit_counter* counter = paraudit_fast_releasing(mutex)) {
        if (give_back(mutex))
          given_back_to_waiters(mutex, counter, paraudit_fast.top->shadow);
        return 0;
      }
    } else if (is_plain(mutex) && !has_waiters(mutex) && paraudit_fast_releasing(mutex)) {
      return unlock_by_library(mutex);
    }
  }
  return unlock_slowly(mutex, __builtin_return_address(0));
}

PARAUDIT_INTERPOSE pthread_mutex_destroy(pthread_mutex_t* mutex) noexcept {
  forget(mutex);
  return PARAUDIT_CALL_REAL(pthread_mutex_destroy)(mutex);
}
