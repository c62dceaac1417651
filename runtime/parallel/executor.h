// What runs tasks: the interface that the pool needs, with three implementations: oneTBB with suspension
// (tbb_executor.cpp), plain threads that block (thread_executor.cpp) and the seeded single-threaded one for tests
// (runtime/schedule). Internal.
//
// Protocol of a wait: park() is called on the waiting task's stack with a Publish. The executor makes the waiter
// resumable and only then calls publish; if that fails (the latch was set meanwhile) the task goes on. Once published,
// another thread may unpark the waiter at any moment, so whatever lives on the waiting stack, the latch included, must
// not be touched by the publishing side any more.
#ifndef PARAUDIT_RUNTIME_PARALLEL_EXECUTOR_H
#define PARAUDIT_RUNTIME_PARALLEL_EXECUTOR_H

#include <cstddef>
#include <functional>
#include <memory>
#include <source_location>

namespace paraudit {
class Jobserver;
}

namespace paraudit::detail {

class PoolCore;
class Task;

// A wait in progress; lives on the stack that waits.
struct Waiter {
  Waiter* next = nullptr;       // in the latch's list
  PoolCore* pool = nullptr;     // nullptr: a thread outside of every pool
  void* resume_point = nullptr; // the executor's own: a suspended stack
  void* parker = nullptr;       // or whatever blocks the thread
  bool interrupted = false;

  // Lets the waiting stack go on; the waiter may be gone when this returns.
  void wake();
};

struct Publish {
  bool (*call)(void* latch, Waiter& waiter);
  void* latch;
  bool operator()(Waiter& waiter) const { return call(latch, waiter); }
};

class Executor {
 public:
  virtual ~Executor() = default;

  virtual void start(PoolCore& pool) = 0;
  // Runs the task on some worker by PoolCore::run_queued, once; from any thread.
  virtual void submit(Task& task) = 0;
  // See above. Calls PoolCore::note_parked once the waiter is published. Only from a worker of this executor.
  virtual void park(Waiter& waiter, Publish publish) = 0;
  virtual void unpark(Waiter& waiter) = 0;
  // How many bytes of a stack tasks may use before a join waits instead of running its own task on top.
  virtual std::size_t inline_stack_limit() const = 0;
  // All workers end. No task is live.
  virtual void shutdown() = 0;
  // Waits until the task, just submitted, has ended; from outside of the pool: a thread, or a task of another pool.
  virtual void wait_outside(Task& task, const std::source_location& where);
  // Takes over to run the deadlock handler; false: the pool runs it on a thread of its own.
  virtual bool adopt_handler(const std::function<void()>& body) { return false; }
  // Whether workers are not threads: then blocking one blocks all.
  virtual bool single_threaded() const { return false; }
  // Between the two, workers do not wait for tokens of a jobserver.
  virtual void begin_bypass() {}
  virtual void end_bypass() {}
  // A point where a scheduler under test may switch to another task.
  virtual void yield_point() {}
};

// The jobserver may be null.
std::unique_ptr<Executor> make_tbb_executor(unsigned workers, unsigned suspended_cap, Jobserver* jobserver);
std::unique_ptr<Executor> make_thread_executor(unsigned workers, Jobserver* jobserver);

} // namespace paraudit::detail

#endif
