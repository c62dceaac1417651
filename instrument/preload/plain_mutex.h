// The uncontended half of glibc's plain mutex, done here: what pthread_mutex_trylock and pthread_mutex_unlock do to a
// private mutex of the default type, without the two calls. pthread_mutex_t's layout and the meaning of its lock word
// (0 free, 1 held, 2 held with waiters) are compiled into programs by static initialisers and unchanged since 2003; all
// the same nothing is done by hand unless a mutex that the C library locked and unlocked when we were loaded looked as
// expected, and unless the C library is what stands behind us.
//
// Thread-safety: as the functions'. Cost: one atomic instruction each. Limit: in a forked child the owner that is
// written until the thread's first recorded slow path is the parent's; the C library reads it for other types only.
#ifndef PARAUDIT_INSTRUMENT_PRELOAD_PLAIN_MUTEX_H
#define PARAUDIT_INSTRUMENT_PRELOAD_PLAIN_MUTEX_H

#include "instrument/preload/thread_state.h"

#include <errno.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace paraudit::preload {

/// Set by a constructor, after the check; see real.cpp.
extern bool mutex_layout_is_known __attribute__((visibility("hidden")));

/// Another preloaded library defines pthread_mutex_lock, but not pthread_mutex_trylock: it counts or times calls, and
/// leaves the mutex to the C library. Set by the same constructor.
extern bool lock_has_another_interposer __attribute__((visibility("hidden")));

/// A mutex that is neither recursive nor robust nor priority-inheriting: its lock word says whether somebody waits.
inline bool is_plain(const pthread_mutex_t* mutex) {
  int kind = mutex->__data.__kind & 0x7f;
  return kind == PTHREAD_MUTEX_TIMED_NP || kind == PTHREAD_MUTEX_ADAPTIVE_NP;
}

/// glibc's lock word: 0 free, 1 held, 2 held with waiters.
inline bool has_waiters(const pthread_mutex_t* mutex) {
  return __atomic_load_n(&mutex->__data.__lock, __ATOMIC_RELAXED) > 1;
}

/// Whether take() and give_back() may be used on it by this thread.
inline bool is_by_hand(const pthread_mutex_t* mutex) {
  return mutex->__data.__kind == PTHREAD_MUTEX_TIMED_NP && thread_state.tid != 0;
}

/// False when somebody has it.
inline bool take(pthread_mutex_t* mutex) {
  int expected = 0;
  if (!__atomic_compare_exchange_n(&mutex->__data.__lock, &expected, 1, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
    return false;
  mutex->__data.__owner = thread_state.tid;
  ++mutex->__data.__nusers;
  return true;
}

inline void wake_one(const void* word) {
  int saved = errno;
  syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0);
  errno = saved;
}

/// True when somebody may wait for it and is to be woken. That is known afterwards only: to look before costs as much
/// as the release, as a load of what an atomic instruction has just written waits for it. Once it is free it may be
/// gone: only its address is to be used.
inline bool give_back(pthread_mutex_t* mutex) {
  mutex->__data.__owner = 0;
  --mutex->__data.__nusers;
  return __builtin_expect(__atomic_exchange_n(&mutex->__data.__lock, 0, __ATOMIC_RELEASE) > 1, 0);
}

/// To be called by the owner of a plain mutex that the C library locked: whom it takes this thread for.
inline void learn_owner(const pthread_mutex_t* mutex) {
  if (mutex_layout_is_known && mutex->__data.__kind == PTHREAD_MUTEX_TIMED_NP)
    thread_state.tid = mutex->__data.__owner;
}

} // namespace paraudit::preload

#endif
