// Who owns one of glibc's locks, and so which calls the C library will refuse: those are no acquisitions, no releases
// and no waits, however much they look like one for the recorder.
//
// Thread-safety: any thread; answers about the calling thread are exact, as nobody else changes whether it is an owner.
// Cost: a load or two, at most an uncontended lock and unlock of a mutex on the stack; no system call, for which a
// program may be killed by a filter of its own.
#ifndef PARAUDIT_INSTRUMENT_PRELOAD_MUTEX_OWNER_H
#define PARAUDIT_INSTRUMENT_PRELOAD_MUTEX_OWNER_H

#include "instrument/preload/thread_state.h"

#include <climits>
#include <linux/futex.h>
#include <pthread.h>

namespace paraudit::preload {

/// The calling thread as the C library writes it into locks, also in a forked child.
int own_thread_id();

// Of a mutex's kind field, above its type in the two low bits.
constexpr int kRobustMutex = 16, kInheritingMutex = 32;
/// The owner of a robust mutex that was given back without pthread_mutex_consistent(), in glibc. Its trylock would
/// leave the mutex locked for good (glibc 2.36), its lock does not.
constexpr int kNotRecoverable = INT_MAX - 1;

inline bool is_own_thread(int id) {
  return id != 0 && (id == thread_state.tid || id == own_thread_id());
}

/// What the kernel gives back or hands on has its owner in the lock word, also before an owner's death is made good.
inline bool is_mine(const pthread_mutex_t* mutex) {
  if (mutex->__data.__kind & (kRobustMutex | kInheritingMutex))
    return is_own_thread(__atomic_load_n(&mutex->__data.__lock, __ATOMIC_RELAXED) & FUTEX_TID_MASK);
  return is_own_thread(__atomic_load_n(&mutex->__data.__owner, __ATOMIC_RELAXED));
}
inline bool is_mine(const pthread_rwlock_t* lock) { // to write
  return is_own_thread(__atomic_load_n(&lock->__data.__cur_writer, __ATOMIC_RELAXED));
}

/// An error-checking mutex that this thread has (EDEADLK), or one that nobody gets any more (ENOTRECOVERABLE).
inline bool refuses_lock(const pthread_mutex_t* mutex) {
  return ((mutex->__data.__kind & 3) == PTHREAD_MUTEX_ERRORCHECK_NP && is_mine(mutex)) ||
         __atomic_load_n(&mutex->__data.__owner, __ATOMIC_RELAXED) == kNotRecoverable;
}

/// Error-checking, recursive and robust mutexes are given back by their owners alone (EPERM).
inline bool refuses_unlock(const pthread_mutex_t* mutex) {
  int kind = mutex->__data.__kind, type = kind & 3;
  bool checks = type == PTHREAD_MUTEX_ERRORCHECK_NP || type == PTHREAD_MUTEX_RECURSIVE_NP || (kind & kRobustMutex) != 0;
  return checks && !is_mine(mutex);
}

} // namespace paraudit::preload

#endif
