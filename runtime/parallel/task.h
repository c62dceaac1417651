// One unit of work: internal. A task is in a queue and may be held by handles at the same time; whoever claims it first
// runs it, the other sees that and leaves it alone. That is what lets a join run its own task on its own stack (a true
// dependency) without taking anything else out of a worker's queue.
#ifndef PARAUDIT_RUNTIME_PARALLEL_TASK_H
#define PARAUDIT_RUNTIME_PARALLEL_TASK_H

#include <atomic>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

#include "runtime/parallel/label.h"
#include "runtime/parallel/latch.h"

namespace paraudit::detail {

class PoolCore;

// void results are stored as std::monostate.
template <class R> using Stored = std::conditional_t<std::is_void_v<R>, std::monostate, R>;

template <class F, class... Args> auto call_stored(F& f, Args&&... args) -> Stored<std::invoke_result_t<F&, Args...>> {
  if constexpr (std::is_void_v<std::invoke_result_t<F&, Args...>>) {
    f(std::forward<Args>(args)...);
    return std::monostate();
  } else {
    return f(std::forward<Args>(args)...);
  }
}

class Task {
 public:
  explicit Task(const Label& label, WaitKind kind = WaitKind::kJoin);
  virtual ~Task();
  Task(const Task&) = delete;
  Task& operator=(const Task&) = delete;

  void add_ref() { refs_.fetch_add(1, std::memory_order_relaxed); }
  void release();

  bool claim() {
    return !claimed_.load(std::memory_order_relaxed) && !claimed_.exchange(true, std::memory_order_acq_rel);
  }
  bool begun() const { return claimed_.load(std::memory_order_relaxed); }
  bool finished() const { return done_.is_set(); }
  // Runs it on the current stack if nobody has begun it; returns without waiting.
  void run_if_not_begun();
  void wait(std::source_location where);
  // The same from a thread outside of the pool; see WhileWaiting.
  void wait(const WhileWaiting& meanwhile, std::source_location where);
  // All: its end has come when this returns.
  void run_or_wait(std::source_location where);
  // The failure it ended with. Only once finished; take_failure where nobody else will ask.
  std::exception_ptr failure();
  std::exception_ptr take_failure();
  // Nobody will ask for its failure.
  void forgive() { failure_seen_.store(true, std::memory_order_relaxed); }
  // The scope that it is a child of, if any.
  virtual const void* scope_key() const { return nullptr; }

  const Label& label() const { return label_; }
  std::uint64_t trace_id() const { return trace_id_; }
  // This thread runs it: waits for its end, and for the latches that it will set, are waits for this thread.
  void own_latches();

 protected:
  virtual void execute() noexcept = 0;
  std::exception_ptr failure_;

 private:
  friend class PoolCore;
  friend class PoolPhases;
  friend void start(Task& task);
  friend class paraudit::LatchOwner;
  void run(PoolCore& pool, const void* stack_base);
  void run_here();

  Label label_;
  std::uint64_t trace_id_;
  std::shared_ptr<void> context_;
  PoolCore* pool_ = nullptr;
  Latch done_;
  std::atomic<std::uint32_t> refs_{1};
  std::atomic<bool> claimed_{false};
  std::atomic<bool> failure_seen_{false};
  std::atomic<bool> unjoined_{false}; // counted by the pool's phases
  LatchOwner* owned_ = nullptr;       // newest first; changed by the running task alone
};

// A counted reference to a task.
template <class T> class TaskRef {
 public:
  TaskRef() = default;
  explicit TaskRef(T* adopted) : task_(adopted) {}
  TaskRef(const TaskRef& other) : task_(other.task_) {
    if (task_) {
      task_->add_ref();
    }
  }
  TaskRef(TaskRef&& other) noexcept : task_(std::exchange(other.task_, nullptr)) {}
  TaskRef& operator=(TaskRef other) noexcept {
    std::swap(task_, other.task_);
    return *this;
  }
  ~TaskRef() {
    if (task_) {
      task_->release();
    }
  }
  T* operator->() const { return task_; }
  T& operator*() const { return *task_; }
  T* get() const { return task_; }
  explicit operator bool() const { return task_ != nullptr; }

 private:
  T* task_ = nullptr;
};

template <class R> class ResultTask : public Task {
 public:
  using Task::Task;
  Stored<R>& result() { return *result_; }

 protected:
  std::optional<Stored<R>> result_;
};

template <class R, class F> class FunctionTask final : public ResultTask<R> {
 public:
  FunctionTask(const Label& label, F f) : ResultTask<R>(label), function_(std::in_place, std::move(f)) {}

 protected:
  void execute() noexcept override {
    try {
      this->result_.emplace(call_stored(*function_));
    } catch (...) {
      this->failure_ = std::current_exception();
    }
    function_.reset(); // what it captured must not outlive its end
  }

 private:
  std::optional<F> function_;
};

template <class F> auto make_task(const Label& label, F f) {
  using R = std::invoke_result_t<F&>;
  return TaskRef<ResultTask<R>>(new FunctionTask<R, F>(label, std::move(f)));
}

} // namespace paraudit::detail

#endif
