// The pool on one oneTBB arena: a wait is tbb::task::suspend.
//
// Children go to the spawning worker's own deque (task_group::run: the owner takes the newest, a thief the oldest),
// roots to the arena's queue. Nobody ever calls task_group::wait on a worker: that is the plain nested wait that hangs.
// One arena only: a stack suspended in one cannot go on in another.
#include "runtime/parallel/executor.h"

#include <atomic>
#include <chrono>
#include <fstream>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <tbb/global_control.h>
#include <tbb/task.h>
#include <tbb/task_arena.h>
#include <tbb/task_group.h>
#include <tbb/task_scheduler_observer.h>

#include "runtime/abi/hooks.h"
#include "runtime/parallel/jobserver.h"
#include "runtime/parallel/misuse.h"
#include "runtime/parallel/pool_core.h"
#include "runtime/parallel/thread_parker.h"

namespace paraudit::detail {

namespace {

// oneTBB takes the least of all such limits in the process: pools must agree, so that they do not throttle each other.
constexpr std::size_t kThreadLimit = 256;
constexpr std::size_t kStackSize = std::size_t{8} << 20;

// How many stacks may be suspended before the process runs out of mappings, of which each has two, and crashes. Leaves
// some for everything else.
unsigned most_suspended() {
  constexpr unsigned kDefault = 65530, kForOthers = 4096;
  unsigned mappings = kDefault;
  std::ifstream("/proc/sys/vm/max_map_count") >> mappings;
  return mappings > 2 * kForOthers ? (mappings - kForOthers) / 2 : mappings / 4;
}

// What oneTBB's threads do when they come to run tasks and when they leave with nothing to run: hold a token of the
// jobserver meanwhile, and have a name in the trace.
class WorkerThreads final : public tbb::task_scheduler_observer {
 public:
  WorkerThreads(tbb::task_arena& arena, Jobserver* jobserver) : task_scheduler_observer(arena), jobserver_(jobserver) {
    observe(true);
  }
  // The threads may leave later, unseen; they have nothing left to run.
  ~WorkerThreads() override {
    observe(false);
    while (!tokens_.empty()) {
      jobserver_->release(take());
    }
  }

  void on_scheduler_entry(bool) override {
    paraudit_thread_name("pool worker");
    if (jobserver_) {
      Jobserver::Token token = jobserver_->acquire();
      std::lock_guard lock(mutex_);
      tokens_.push_back(token);
    }
  }
  void on_scheduler_exit(bool) override {
    if (jobserver_) {
      jobserver_->release(take());
    }
  }

 private:
  // Any: tokens belong to the pool, not to a thread.
  Jobserver::Token take() {
    std::lock_guard lock(mutex_);
    Jobserver::Token token = tokens_.back();
    tokens_.pop_back();
    return token;
  }

  Jobserver* jobserver_;
  std::mutex mutex_;
  std::vector<Jobserver::Token> tokens_;
};

class TbbExecutor final : public Executor {
 public:
  TbbExecutor(unsigned workers, unsigned suspended_cap, Jobserver* jobserver)
      : threads_(tbb::global_control::max_allowed_parallelism, kThreadLimit),
        stacks_(tbb::global_control::thread_stack_size, kStackSize), arena_(static_cast<int>(workers), 0),
        workers_(workers), suspended_cap_(suspended_cap), jobserver_(jobserver) {}

  ~TbbExecutor() noexcept override {}

  void start(PoolCore& pool) override {
    pool_ = &pool;
    if (jobserver_ || paraudit_recording()) {
      threads_seen_.emplace(arena_, jobserver_);
    }
  }

  void submit(Task& task) override {
    auto run = [this, &task] { pool_->run_queued(task, worker_index()); };
    if (current_worker().registry == pool_->registry().get()) {
      group_.run(run);
    } else {
      arena_.enqueue(group_.defer(run));
    }
  }

  // oneTBB may send no thread to run a root. It wakes threads by the difference between what all arenas want and the
  // threads that are up, and counts among those the idle thread of an arena of which every stack is suspended, though
  // it serves no other arena (https://github.com/uxlfoundation/oneTBB/issues/1909). Until the root has begun, wanting
  // one thread more, for an arena where nothing is to be done, makes up for it: a thread once awake serves all arenas.
  void wait_outside(Task& task, const std::source_location& where) override {
    auto want_a_thread = [this, &task] {
      if (!task.begun()) {
        spare_.enqueue([] {});
      }
      return !task.begun();
    };
    const Frame* frame = current_frame();
    if (!frame || !frame->pool) {
      task.wait(want_a_thread, where);
      return;
    }
    ThreadParker begun; // a task of another pool must not block its thread
    std::thread waiting([&] {
      while (!begun.wait_for(std::chrono::milliseconds(10)) && want_a_thread()) {
      }
    });
    task.wait(where);
    begun.release();
    waiting.join();
  }

  void park(Waiter& waiter, Publish publish) override {
    if (must_block()) {
      block(waiter, publish);
      blocked_.fetch_sub(1, std::memory_order_relaxed);
      return;
    }
    if (suspended_.fetch_add(1, std::memory_order_relaxed) >= most_suspended_) {
      std::string message = "too many tasks wait at once: " + std::to_string(most_suspended_) +
                            " stacks are suspended, and the kernel's vm.max_map_count allows no more";
      fail(message.c_str(), std::source_location::current());
    }
    suspend(waiter, publish);
    suspended_.fetch_sub(1, std::memory_order_relaxed);
    set_current_worker(pool_->slot(worker_index()));
  }

  void unpark(Waiter& waiter) override {
    if (auto* point = static_cast<tbb::task::suspend_point>(waiter.resume_point)) {
      tbb::task::resume(point);
    } else {
      static_cast<ThreadParker*>(waiter.parker)->release();
    }
  }

  std::size_t inline_stack_limit() const override { return kStackSize / 4; }

  // From outside of the arena: the wait only watches, the arena's workers run what is left.
  void shutdown() override {
    begin_bypass(); // threads that wait for a token to run tasks that are gone
    group_.wait();
    threads_seen_.reset();
    end_bypass();
  }

  void begin_bypass() override {
    if (jobserver_) {
      jobserver_->begin_bypass();
    }
  }
  void end_bypass() override {
    if (jobserver_) {
      jobserver_->end_bypass();
    }
  }

 private:
  // An arena for one worker has two slots, whose indices its one worker may both get.
  unsigned worker_index() const {
    return workers_ == 1 ? 0 : static_cast<unsigned>(tbb::this_task_arena::current_thread_index());
  }

  void suspend(Waiter& waiter, Publish publish) {
    tbb::task::suspend([this, &waiter, publish](tbb::task::suspend_point point) {
      // Runs on another stack. Once published the suspended one, this closure with it, may be gone.
      PoolCore* pool = pool_;
      waiter.resume_point = point;
      if (publish(waiter)) {
        pool->note_parked();
      } else {
        tbb::task::resume(point);
      }
    });
  }

  // Beyond the cap of suspended stacks a worker blocks instead, as long as another one still runs tasks.
  bool must_block() {
    if (suspended_.load(std::memory_order_relaxed) < suspended_cap_) {
      return false;
    }
    unsigned before = blocked_.load(std::memory_order_relaxed);
    while (before + 1 < workers_) {
      if (blocked_.compare_exchange_weak(before, before + 1, std::memory_order_relaxed)) {
        return true;
      }
    }
    return false;
  }

  void block(Waiter& waiter, Publish publish) {
    ThreadParker parker;
    waiter.resume_point = nullptr;
    waiter.parker = &parker;
    if (publish(waiter)) {
      pool_->note_parked();
      parker.wait();
    }
  }

  tbb::global_control threads_;
  tbb::global_control stacks_;
  tbb::task_arena arena_;
  tbb::task_arena spare_{1, 0}; // see wait_outside
  std::optional<WorkerThreads> threads_seen_;
  tbb::task_group group_;
  PoolCore* pool_ = nullptr;
  unsigned workers_;
  unsigned suspended_cap_;
  unsigned most_suspended_ = most_suspended();
  Jobserver* jobserver_;
  std::atomic<unsigned> suspended_{0};
  std::atomic<unsigned> blocked_{0};
};

} // namespace

std::unique_ptr<Executor> make_tbb_executor(unsigned workers, unsigned suspended_cap, Jobserver* jobserver) {
  return std::make_unique<TbbExecutor>(workers, suspended_cap, jobserver);
}

} // namespace paraudit::detail
