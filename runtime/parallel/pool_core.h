// The pool behind WorkerPool: accounting of what can run and what waits, independent of who runs it. Internal.
//
// One atomic word counts runnable units (queued tasks plus stacks that run, plus announced outside wake-ups) and
// waiting stacks. Wakers and spawners add before they make something runnable, ends and waits subtract afterwards: the
// count of runnable units is never below the truth, so that "none runnable, some waiting" is never seen too early, and
// the last change before a true deadlock sees it.
#ifndef PARAUDIT_RUNTIME_PARALLEL_POOL_CORE_H
#define PARAUDIT_RUNTIME_PARALLEL_POOL_CORE_H

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "runtime/parallel/executor.h"
#include "runtime/parallel/frame.h"
#include "runtime/parallel/pool_phases.h"
#include "runtime/parallel/registry.h"
#include "runtime/parallel/task.h"

namespace paraudit::detail {

// Tasks take turns: one at a time, in the order of their coming; the others are suspended.
class TurnQueue {
 public:
  class [[nodiscard]] Turn {
   public:
    explicit Turn(TurnQueue& queue);
    ~Turn();
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

   private:
    TurnQueue& queue_;
  };

 private:
  std::mutex mutex_;
  std::deque<Latch*> waiting_;
  bool taken_ = false;
};

// In builds without NDEBUG: fails if a task is about to wait with what must not be carried over a wait: an exception in
// flight, a guard of the sync types, a pinned worker-local value (runtime/sync/pins.h), a foreign lock that is
// recorded. Checked at every wait, whether it turns out to suspend or not, so that the check does not depend on the
// schedule.
void check_may_wait(const std::source_location& where);

class PoolCore {
 public:
  PoolCore(unsigned workers, std::unique_ptr<Executor> executor);
  ~PoolCore();
  PoolCore(const PoolCore&) = delete;
  PoolCore& operator=(const PoolCore&) = delete;

  unsigned worker_count() const { return registry_->worker_count(); }
  bool runs_inline() const { return executor_ == nullptr; }
  const std::shared_ptr<Registry>& registry() const { return registry_; }

  // Queues the task with the running task's context. The pool keeps a reference until it has ended.
  void submit(Task& task);
  // Submits from outside and blocks the calling thread until the task has ended.
  void run_root(Task& task, const std::source_location& where);
  // Runs the task on the current stack if nobody has begun it and the stack has room.
  bool try_run_inline(Task& task);
  void park(Waiter& waiter, Publish publish);
  void yield_point();
  Executor& executor() { return *executor_; }
  TurnQueue& broadcast_turns() { return broadcast_turns_; }
  PoolPhases& phases() { return phases_; }
  void set_deadlock_handler(std::function<void()> handler);
  // Runs the deadlock handler; false if it broke no wait. The pool calls it; so does a wait in inline mode, which
  // nothing else can end.
  bool call_handler();

  // For executors.
  void run_queued(Task& task, unsigned worker_index);
  void note_parked();
  void note_unparked();
  void unpark(Waiter& waiter);
  WorkerSlot slot(unsigned index) const { return {registry_.get(), index}; }

  void add_outside();
  void remove_outside();

 private:
  std::uint64_t account(int runnable, int waiting);
  void settle(std::uint64_t state);
  void fire(std::uint64_t state);
  void join_handler();
  void handle_deadlocks();
  bool has_stack_room() const;

  std::shared_ptr<Registry> registry_;
  std::unique_ptr<Executor> executor_;
  alignas(64) std::atomic<std::uint64_t> state_;
  std::atomic<std::uint64_t> progress_{0}; // unparks and submits: did the handler change anything
  std::mutex handler_mutex_;
  std::function<void()> handler_;
  std::mutex handler_thread_mutex_;
  std::thread handler_thread_;
  TurnQueue broadcast_turns_;
  PoolPhases phases_{*this};
};

class [[nodiscard]] OutsideWakeup {
 public:
  explicit OutsideWakeup(PoolCore& pool);
  ~OutsideWakeup();
  OutsideWakeup(const OutsideWakeup&) = delete;
  OutsideWakeup& operator=(const OutsideWakeup&) = delete;

 private:
  PoolCore& pool_;
};

// Makes the calling thread the one worker of an inline pool for a block.
class InlineWorker {
 public:
  explicit InlineWorker(PoolCore& pool);
  ~InlineWorker();

 private:
  WorkerSlot before_;
  Frame frame_;
};

} // namespace paraudit::detail

#endif
