// When a pool's work so far is over: internal. While something is recorded, the pool numbers its phases, so that what
// two successive passes do on the same workers is not taken for something that could happen at once.
//
// A phase ends where a task is about to spawn and is the only one of the pool that was started and not joined: all the
// others ended before, by the program's structure and not by luck, since only a join from inside the pool counts. Tasks
// that nobody joins, and calls into the pool by several threads, leave it in the phase it is in, for good: nothing is
// known about their order then. Thread-safety: all members from any thread. Cost: one load while nothing is recorded,
// else an atomic addition a task.
#ifndef PARAUDIT_RUNTIME_PARALLEL_POOL_PHASES_H
#define PARAUDIT_RUNTIME_PARALLEL_POOL_PHASES_H

#include <atomic>
#include <cstdint>

namespace paraudit::detail {

class PoolCore;
class Task;

class PoolPhases {
 public:
  explicit PoolPhases(const PoolCore& pool) : pool_(pool) {}

  void submitted(Task& task);
  // The caller has seen its end.
  void joined(Task& task);
  // The calling thread hands the pool a root task.
  void entered_from_outside();
  // The running task is about to start others: the place of a new phase.
  void about_to_spawn();
  // The calling thread runs, or goes on with, a task.
  void enter();

 private:
  const PoolCore& pool_;
  std::atomic<std::uint64_t> unjoined_{0}, started_{0}, phase_{0};
  std::atomic<std::uint64_t> started_before_phase_{0};
  std::atomic<const void*> outsider_{nullptr}; // the one thread that calls in, by the address of a thread-local
  std::atomic<bool> several_outsiders_{false};
};

} // namespace paraudit::detail

#endif
