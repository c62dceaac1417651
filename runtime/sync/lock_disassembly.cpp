// Compiled twice, serial and parallel, for lock_disassembly_test.cpp to look at the instructions.

#include "runtime/sync/mt_lock.h"

extern "C" long locked_increment(paraudit::MTLock<long>& lock) {
  return ++*lock.lock();
}

extern "C" long unrecorded_increment(paraudit::Lock<long, paraudit::NotRecorded>& lock) {
  return ++*lock.lock();
}
