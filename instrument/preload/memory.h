// Memory that the program gives back: the locks in it are gone, though nobody destroyed them.
//
// Thread-safe, signal-safe, never allocates. Cost where no lock is near: a load a page.
#ifndef PARAUDIT_INSTRUMENT_PRELOAD_MEMORY_H
#define PARAUDIT_INSTRUMENT_PRELOAD_MEMORY_H

#include "instrument/preload/known_locks.h"

namespace paraudit::preload {

/// To be called while the memory is still the caller's.
inline void forget_memory(const void* begin, size_t bytes) {
  if (!paraudit_may_hold_locks(begin, bytes) || paraudit_memory_forget(begin, bytes) == 0)
    return;
  KnownLocks::forget(begin, bytes);
}

} // namespace paraudit::preload

#endif
