// The worker pool: n workers that run tasks, over oneTBB.
//
//   WorkerPool pool({.threads = 4});
//   Result r = pool.install([&] { return compile(session); });   // runs on a worker; par.h works inside
//
// Waits. A task that waits (join, scope, latch) is suspended and its worker runs other tasks (WaitPolicy::kSuspend), or
// its thread blocks and a spare thread takes over its place as worker (WaitPolicy::kBlock). Either way at most
// `threads` tasks run at once, a waiting task never carries an unrelated task on its stack, and a wait may end on
// another thread and with another worker index than it began: no lock, worker-local reference or thread-local address
// may be held over it (debug builds check what they can see).
//
// One thread without synchronisation: with threads == 1 in no-sync mode (runtime/sync/mode.h) everything runs inline on
// the caller, in source order, without a thread, a queue or an atomic; so it does in PARAUDIT_SERIAL builds, whatever
// `threads` says.
//
// Deadlocks. When tasks wait and nothing can run (live tasks == waiting tasks > 0, no outside wake-up announced) the
// deadlock handler runs, on a thread of its own; it must break at least one wait (Latch::interrupt, Latch::set).
// Without one, or if it breaks none, the process fails with a message. An idle pool never triggers it.
//
// Thread-safety: all members from any thread. install from a worker of the same pool just calls f.
// Limits: 250 workers; suspended tasks are capped (`suspended_cap`), beyond it a worker blocks while another still
// runs; at about 30,000 waits at once (the kernel's vm.max_map_count, or its limit of threads) the process fails with a
// message. Errors: exceptions of f are re-raised by install.
// Cost: start-up below a microsecond inline, else about 50; a join a fraction of a microsecond; a suspended wait about
// one.
#ifndef PARAUDIT_RUNTIME_PARALLEL_POOL_H
#define PARAUDIT_RUNTIME_PARALLEL_POOL_H

#include <cstddef>
#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

#include "runtime/parallel/pool_core.h"
#include "runtime/platform/sanitizer.h"
#include "runtime/sync/site.h"

namespace paraudit {

class Jobserver;

enum class WaitPolicy {
  kSuspend, // switch stacks (tbb::task::suspend)
  kBlock    // block the thread; ThreadSanitizer and AddressSanitizer follow this one
};

inline constexpr WaitPolicy kDefaultWaitPolicy = PARAUDIT_WITH_SANITIZER ? WaitPolicy::kBlock : WaitPolicy::kSuspend;

struct PoolOptions {
  unsigned threads = 0; // 0: as many as the machine has
  WaitPolicy wait_policy = kDefaultWaitPolicy;
  unsigned suspended_cap = 8192;
  Jobserver* jobserver = nullptr; // limits how many workers run tasks; outlives the pool (jobserver.h)
};

// Announces that a thread outside of the pool will set a latch that tasks wait for; until it dies the pool does not
// call itself deadlocked.
using OutsideWakeup = detail::OutsideWakeup;

class WorkerPool {
 public:
  explicit WorkerPool(const PoolOptions& options = {}, SourceLocation where = SourceLocation::current());
  // A pool on another executor (the seeded scheduler of runtime/schedule).
  WorkerPool(unsigned workers, std::unique_ptr<detail::Executor> executor);
  // Waits until every task has ended.
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  unsigned worker_count() const { return core_->worker_count(); }
  // Whether everything runs on the caller (one thread, no synchronisation).
  bool runs_inline() const { return core_->runs_inline(); }

  // Runs f on a worker and returns what it returns, or re-raises what it throws. Tasks that f spawned and did not wait
  // for may still run when this returns.
  template <class F> auto install(F&& f, SourceLocation where = SourceLocation::current()) -> std::invoke_result_t<F&>;

  void set_deadlock_handler(std::function<void()> handler) { core_->set_deadlock_handler(std::move(handler)); }
  OutsideWakeup expect_outside_wakeup() { return OutsideWakeup(*core_); }

  detail::PoolCore& core() { return *core_; }

 private:
  std::unique_ptr<detail::PoolCore> core_;
};

// The pool whose task is running on this thread; nullptr outside of any.
inline detail::PoolCore* current_pool() {
  const detail::Frame* frame = detail::current_frame();
  return frame ? frame->pool : nullptr;
}

template <class F> auto WorkerPool::install(F&& f, SourceLocation where) -> std::invoke_result_t<F&> {
  using R = std::invoke_result_t<F&>;
  if (current_pool() == core_.get()) {
    return f();
  }
  if (core_->runs_inline()) {
    detail::InlineWorker worker(*core_);
    return f();
  }
  auto task = detail::make_task(Label("install", where), [&f] { return f(); });
  core_->run_root(*task, where);
  if (std::exception_ptr failure = task->take_failure()) {
    std::rethrow_exception(failure);
  }
  if constexpr (!std::is_void_v<R>) {
    return std::move(task->result());
  }
}

} // namespace paraudit

#endif
