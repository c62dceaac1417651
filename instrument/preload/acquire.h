// The one place where the recorder's protocol for locks is spoken: try first; if that fails announce the wait, block,
// end the wait; then announce the acquisition. Thread-safe, signal-safe; the hooks' cost is the recorder's.
#ifndef PARAUDIT_INSTRUMENT_PRELOAD_ACQUIRE_H
#define PARAUDIT_INSTRUMENT_PRELOAD_ACQUIRE_H

#include "instrument/preload/known_locks.h"
#include "instrument/preload/real.h"
#include "instrument/preload/thread_state.h"
#include "runtime/abi/hooks.h"
#include "runtime/abi/trace_format.h"

#include <errno.h>

namespace paraudit::preload {

struct Acquisition {
  const void* lock;
  uint32_t kind; ///< paraudit_object_kind, and paraudit_kind_flag
  uint32_t mode; ///< paraudit_mode
  const paraudit_site* site;
};

/// A robust mutex whose owner died is ours all the same.
inline bool is_acquired(int result) {
  return result == 0 || result == EOWNERDEAD;
}

/// Left to the recorder, which then knows the lock's class.
inline void announce_acquired(const Acquisition& acquisition) {
  Inside inside;
  paraudit_lock_acquired(acquisition.lock, acquisition.kind, acquisition.mode, acquisition.site);
  if (acquisition.kind == PARAUDIT_OBJECT_MUTEX)
    known_locks.learn(acquisition.lock);
}

inline Probe probe(const Acquisition& acquisition) {
  if (acquisition.kind != PARAUDIT_OBJECT_MUTEX)
    return {};
  return known_locks.probe(acquisition.lock, acquisition.mode, acquisition.site);
}

inline void announce_uncontended(const Acquisition& acquisition, const Probe& probe) {
  if (probe.counter)
    KnownLocks::commit(acquisition.lock, probe);
  else
    announce_acquired(acquisition);
}

/// For functions that do not block: `attempt` is all there is to it.
template <typename Attempt> int try_acquire(const Acquisition& acquisition, Attempt attempt) {
  Probe known = probe(acquisition);
  int result = attempt();
  if (is_acquired(result))
    announce_uncontended(acquisition, known);
  return result;
}

/// Another thread has it: the wait is the recorder's business from beginning to end.
template <typename Block> int acquire_contended(const Acquisition& acquisition, Block block) {
  uint64_t token;
  {
    Inside inside;
    token = paraudit_lock_wait_begin(acquisition.lock, acquisition.kind, acquisition.mode, acquisition.site);
  }
  int result = block();
  {
    Inside inside;
    paraudit_lock_wait_end(acquisition.lock, token, is_acquired(result));
  }
  if (is_acquired(result))
    announce_acquired(acquisition);
  return result;
}

template <typename Attempt, typename Block> int acquire(const Acquisition& acquisition, Attempt attempt, Block block) {
  Probe known = probe(acquisition);
  int result = attempt();
  if (__builtin_expect(result == EBUSY, 0))
    return acquire_contended(acquisition, block);
  if (__builtin_expect(!is_acquired(result), 0))
    result = block(); // what trylock refuses for a reason of its own (EAGAIN, EINVAL) the real function words itself
  if (is_acquired(result))
    announce_uncontended(acquisition, known);
  return result;
}

template <typename Unlock> int release(const void* lock, Unlock unlock) {
  uint64_t token;
  {
    Inside inside;
    token = paraudit_lock_releasing(lock);
  }
  int result = unlock();
  Inside inside;
  paraudit_lock_released(lock, token);
  return result;
}

inline void forget(const void* lock) {
  if (!recording())
    return;
  Inside inside;
  KnownLocks::forget(lock);
  paraudit_lock_forget(lock);
}

/// glibc keeps a mutex's type in the low bits of its kind field.
inline uint32_t mutex_kind(const pthread_mutex_t* mutex) {
  return (mutex->__data.__kind & 3) == PTHREAD_MUTEX_RECURSIVE_NP ? PARAUDIT_OBJECT_RECURSIVE : PARAUDIT_OBJECT_MUTEX;
}

} // namespace paraudit::preload

#endif
