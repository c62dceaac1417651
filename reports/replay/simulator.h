// Runs a program again, on a machine that is not there: a discrete-event simulation with as many workers as asked.
//
// Workers are scheduled as runtime/parallel does on oneTBB: a worker runs its own newest task, else what was suspended
// and can go on, else a root, else it steals the oldest of a random other; a join runs its task itself if nobody has
// begun it, else suspends. (`kCentral`: the executor that blocks threads, with one queue.) Locks barge: a release frees
// the lock and wakes the longest sleeper, which tries again `wake` later, and whoever comes first has it; a waiter that
// finds no sleeper spins for `spin` before. Reader/writer locks follow runtime/sync/raw_rw_lock: nobody overtakes a
// waiting writer. With `kFifo` a release hands the lock over.
//
// Not modelled: cores fewer than workers, caches, memory bandwidth, clock rates.
//
// Thread-safety: pure; the program is only read. Cost: 20 to 50 ns a lock operation. Memory: 24 bytes a task, 48 a
// lock. Source: event-driven simulation with a tournament tree of the executors' next events (Knuth, TAOCP 3, 5.4.1).
#ifndef PARAUDIT_REPORTS_REPLAY_SIMULATOR_H
#define PARAUDIT_REPORTS_REPLAY_SIMULATOR_H

#include "reports/replay/program.h"

namespace paraudit::reports::replay {

enum class Scheduling { kArena, kCentral };
enum class LockPolicy { kBarging, kFifo };

struct Machine {
  unsigned workers = 1;     // at most 4096
  std::uint64_t wake = 0;   // ticks from a release (or a new task) until a thread that sleeps runs
  std::uint64_t spin = 0;   // ticks that a waiter spins for before it sleeps
  std::uint64_t steal = 0;  // ticks that a worker that looks for a task needs to get another worker's
  std::uint64_t drowsy = 0; // ticks that a worker looks for tasks before it sleeps
  Scheduling scheduling = Scheduling::kArena;
  LockPolicy locks = LockPolicy::kBarging;
  bool ignore_locks = false; // every acquisition succeeds: what the tasks alone allow
  std::uint64_t seed = 1;
};

struct Outcome {
  std::uint64_t time = 0;    // until the first thread ended, ticks
  std::uint64_t busy = 0;    // computing, all workers and threads together
  std::uint64_t blocked = 0; // waiting for locks, all together
  std::uint64_t lock_operations = 0;
  std::vector<std::uint64_t> blocked_by_group; // the same for each of Program::groups
  bool stuck = false;                          // everything waits: a deadlock that another schedule avoids
};

Outcome simulate(const Program& program, const Machine& machine);

} // namespace paraudit::reports::replay

#endif
