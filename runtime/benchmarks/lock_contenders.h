// The locks that are compared: ours, the C and C++ library's, oneTBB's and, where scripts/bench could fetch its
// sources, Abseil's.
//
// Names: "ours" is Lock<T> under the recording policy of the process, "ours, compiled out" the same without the
// recorder's code; the rest are named as their libraries name them.
#ifndef PARAUDIT_RUNTIME_BENCHMARKS_LOCK_CONTENDERS_H
#define PARAUDIT_RUNTIME_BENCHMARKS_LOCK_CONTENDERS_H

#include <vector>

#include "runtime/benchmarks/contender.h"

namespace paraudit::bench {

// Lock and unlock, nobody else there. "nested ..." is a pair of locks, one held while the other is acquired.
std::vector<Contender> uncontended_locks();

// std::mutex, ours, and std::mutex with the two clock readings that a timeline cannot do without.
std::vector<Contender> timeline_locks();

// `threads` threads on one lock. Fair spinning locks are left out: with more threads than cores they measure the
// scheduler.
std::vector<Contender> contended_locks(int threads);

// std::mutex and ours in the no-sync mode, which the process must be in.
std::vector<Contender> no_sync_locks();

} // namespace paraudit::bench
#endif
