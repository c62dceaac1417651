// A worker pool whose interleaving follows from a seed: for tests of what runs on a pool.
//
//   auto pool = make_seeded_pool({.seed = 7, .workers = 4});
//   pool->install([&] { ... });           // the same seed gives the same interleaving, whatever the machine does
//
// One thread runs everything: each task has a stack of its own, and at every spawn, wait, wake-up and yield_point the
// scheduler draws which task goes on. At most `workers` tasks are between their begin and their end without waiting, as
// in a real pool. Data races within a task are not explored: tasks switch at those points only.
//
// When nothing can run and the deadlock handler was not called either, install fails loudly instead of hanging.
// Thread-safety: use one pool from one thread. Cost: about a microsecond a switch, 512 KiB of address space a task.
#ifndef PARAUDIT_RUNTIME_SCHEDULE_SEEDED_POOL_H
#define PARAUDIT_RUNTIME_SCHEDULE_SEEDED_POOL_H

#include <cstdint>
#include <memory>

#include "runtime/parallel/pool.h"

namespace paraudit {

struct SeededOptions {
  std::uint64_t seed = 0;
  unsigned workers = 4;
  // A waiting task runs others on top of its own stack, as a plain nested wait does. Only to show that this hangs.
  bool nest_waits = false;
};

std::unique_ptr<WorkerPool> make_seeded_pool(const SeededOptions& options);

// Lets the scheduler switch here, where the running pool is a seeded one.
void schedule_point();

} // namespace paraudit

#endif
