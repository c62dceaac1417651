#include "runtime/parallel/par.h"

#include <algorithm>
#include <condition_variable>

namespace paraudit::detail {

namespace {

// The pool to spawn into; nullptr where everything runs in order on the caller.
PoolCore* spawning_pool() {
  PoolCore* pool = current_pool();
  if (!pool || pool->runs_inline()) {
    return nullptr;
  }
  pool->phases().about_to_spawn();
  return pool;
}

struct Loop {
  const Label& label;
  PoolCore* pool;
  std::size_t grain;
  FunctionRef<void(std::size_t, std::size_t)> body;

  // The pieces depend on the number of items alone, never on the pool: reductions group the same everywhere.
  void run(std::size_t begin, std::size_t end) const {
    if (end - begin <= grain) {
      body(begin, end);
      return;
    }
    std::size_t middle = begin + (end - begin) / 2;
    if (!pool) {
      run(begin, middle);
      run(middle, end);
      return;
    }
    fork(label, [&] { run(begin, middle); }, [&] { run(middle, end); });
  }
};

// Where all workers meet, each blocking its thread, so that no worker comes twice.
class MeetingPoint {
 public:
  MeetingPoint(PoolCore& pool, unsigned expected) : pool_(pool), missing_(expected) { pool.executor().begin_bypass(); }
  ~MeetingPoint() { pool_.executor().end_bypass(); }

  void meet() {
    std::unique_lock lock(mutex_);
    if (--missing_ == 0) {
      all_here_.notify_all();
    }
    while (missing_ != 0) {
      if (pool_.executor().single_threaded()) {
        lock.unlock();
        pool_.yield_point();
        lock.lock();
      } else {
        all_here_.wait(lock);
      }
    }
  }

 private:
  PoolCore& pool_;
  std::mutex mutex_;
  std::condition_variable all_here_;
  unsigned missing_;
};

} // namespace

void start(Task& task) {
  if (PoolCore* pool = spawning_pool()) {
    pool->submit(task);
  } else {
    task.claim();
    task.run_here();
  }
}

void fork(const Label& label, FunctionRef<void()> a, FunctionRef<void()> b) {
  PoolCore* pool = spawning_pool();
  if (!pool) {
    a();
    b();
    return;
  }
  auto task = make_task(label, [b] { b(); });
  pool->submit(*task);
  a();
  task->run_or_wait(label.where());
}

void for_blocks(const Label& label, std::size_t count, FunctionRef<void(std::size_t, std::size_t)> body) {
  if (count != 0) {
    Loop{label, spawning_pool(), std::max<std::size_t>(count / 128, 1), body}.run(0, count);
  }
}

unsigned broadcast_width() {
  PoolCore* pool = current_pool();
  return pool ? pool->worker_count() : 1;
}

void on_every_worker(const Label& label, FunctionRef<void(unsigned)> body) {
  PoolCore* pool = spawning_pool();
  if (!pool) {
    body(0);
    return;
  }
  TurnQueue::Turn turn(pool->broadcast_turns());
  MeetingPoint point(*pool, pool->worker_count());
  auto visit = [&] {
    point.meet();
    body(current_worker().index);
  };
  std::vector<TaskRef<ResultTask<void>>> tasks;
  for (unsigned other = 1; other < pool->worker_count(); ++other) {
    tasks.push_back(make_task(label, [&visit] { visit(); }));
    pool->submit(*tasks.back());
  }
  visit();
  for (auto& task : tasks) {
    task->wait(label.where());
  }
}

} // namespace paraudit::detail
