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

#include <array>

#include "reports/replay/program.h"

namespace paraudit::reports::replay {

enum class Scheduling { kArena, kCentral };
enum class LockPolicy { kBarging, kFifo };

// How long it takes until a thread that was woken runs, by how long it slept: a core that was idle for longer takes
// longer to come back.
class WakeTime {
 public:
  struct Point {
    std::uint64_t slept = 0, takes = 0; // ticks
  };
  WakeTime() = default;
  WakeTime(std::uint64_t always)
      : points_{{{0, always}, {1, always}, {2, always}}} {} // NOLINT(google-explicit-constructor)
  explicit WakeTime(const std::array<Point, 3>& ascending) : points_(ascending) {}

  std::uint64_t after(std::uint64_t slept) const {
    std::size_t at = slept < points_[1].slept ? 0 : 1;
    const Point &low = points_[at], &high = points_[at + 1];
    if (slept <= low.slept || high.slept <= low.slept)
      return low.takes;
    if (slept >= high.slept)
      return high.takes;
    double part = static_cast<double>(slept - low.slept) / static_cast<double>(high.slept - low.slept);
    double takes =
        static_cast<double>(low.takes) + part * (static_cast<double>(high.takes) - static_cast<double>(low.takes));
    return static_cast<std::uint64_t>(takes);
  }

 private:
  std::array<Point, 3> points_{};
};

struct Machine {
  unsigned workers = 1;     // at most 4096
  WakeTime wake = 0;        // from a release (or a new task) until a thread that sleeps runs
  std::uint64_t start = 0;  // ticks until a new thread runs; they are made one after another; 0: all are there
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
