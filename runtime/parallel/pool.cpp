#include "runtime/parallel/pool.h"

#include <algorithm>
#include <thread>

#include "runtime/parallel/misuse.h"
#include "runtime/sync/mode.h"

namespace paraudit {

namespace {

unsigned workers_for(const PoolOptions& options) {
#ifdef PARAUDIT_SERIAL
  return 1;
#else
  constexpr unsigned kMaxWorkers = 250;
  unsigned wanted = options.threads != 0 ? options.threads : std::max(1u, std::thread::hardware_concurrency());
  return std::min(wanted, kMaxWorkers);
#endif
}

std::unique_ptr<detail::Executor> executor_for(const PoolOptions& options, unsigned workers, SourceLocation where) {
#ifdef PARAUDIT_SERIAL
  return nullptr;
#else
  if (workers == 1 && !might_be_sync()) {
    return nullptr;
  }
  if (!might_be_sync()) {
    detail::fail("a pool of several workers was made in no-sync mode", where);
  }
  return options.wait_policy == WaitPolicy::kBlock
             ? detail::make_thread_executor(workers, options.jobserver)
             : detail::make_tbb_executor(workers, options.suspended_cap, options.jobserver);
#endif
}

} // namespace

WorkerPool::WorkerPool(const PoolOptions& options, SourceLocation where) {
  unsigned workers = workers_for(options);
  core_ = std::make_unique<detail::PoolCore>(workers, executor_for(options, workers, where));
}

WorkerPool::WorkerPool(unsigned workers, std::unique_ptr<detail::Executor> executor)
    : core_(std::make_unique<detail::PoolCore>(workers, std::move(executor))) {}

WorkerPool::~WorkerPool() = default;

} // namespace paraudit
