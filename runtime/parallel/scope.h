// Tasks whose number is not known before they run: a Scope collects them and waits for all; a TaskHandle is one.
// Part of par.h.
#ifndef PARAUDIT_RUNTIME_PARALLEL_SCOPE_H
#define PARAUDIT_RUNTIME_PARALLEL_SCOPE_H

#include <cstddef>
#include <cstdint>
#include <exception>
#include <mutex>
#include <optional>
#include <source_location>
#include <utility>
#include <vector>

#include "runtime/parallel/par_detail.h"
#include "runtime/parallel/task.h"

namespace paraudit {

namespace detail {
// Submits to the running task's pool, or runs the task at once where there is none.
void start(Task& task);
} // namespace detail

// A task that was started. Copies name the same task. Any task may wait for it, any number of times: tasks form a
// graph, not only a tree. Dropping the last handle does not stop the task; a failure that nobody asked for is then
// reported as misuse.
template <class R> class TaskHandle {
 public:
  TaskHandle(const TaskHandle&) = default;
  TaskHandle(TaskHandle&&) noexcept = default;
  TaskHandle& operator=(const TaskHandle&) = default;
  TaskHandle& operator=(TaskHandle&&) noexcept = default;
  ~TaskHandle() {
    // Dropped because something else failed: that failure is the one to report.
    if (task_ && std::uncaught_exceptions() > 0) {
      task_->forgive();
    }
  }

  bool finished() const { return task_->finished(); }
  // Waits for the end; re-raises the task's failure, or returns its result (void: nothing).
  std::add_lvalue_reference_t<R> wait(std::source_location where = std::source_location::current()) {
    task_->run_or_wait(where);
    if (std::exception_ptr failure = task_->failure()) {
      std::rethrow_exception(failure);
    }
    if constexpr (!std::is_void_v<R>) {
      return task_->result();
    }
  }

 private:
  template <class F> friend auto spawn(const Label& label, F f);
  explicit TaskHandle(detail::TaskRef<detail::ResultTask<R>> task) : task_(std::move(task)) {}

  detail::TaskRef<detail::ResultTask<R>> task_;
};

// Waits at its end for every task spawned in it, by the body or by other tasks of the scope. The earliest failure is
// re-raised: the body's, else that of the task that was spawned first in the order of the source (a task before those
// that it spawned, those before its later siblings; spawns by other tasks than the scope's own count as they arrive).
class Scope {
 public:
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;

  template <class F> void spawn(const Label& label, F f);

 private:
  friend void run_scope(const Label& label, detail::FunctionRef<void(Scope&)> body);
  Scope() = default;

  // Where a task stands in the order of the source: its index below its parent's position.
  using Position = std::vector<std::uint32_t>;
  struct ChildTask;
  template <class F> struct FunctionChild;

  Position next_position();
  void add(detail::TaskRef<ChildTask> task);
  bool take(std::size_t index, detail::TaskRef<ChildTask>& task);
  void wait_for_all(const Label& label);
  std::exception_ptr first_failure();

  std::mutex mutex_;
  std::vector<detail::TaskRef<ChildTask>> children_;
  std::uint32_t from_elsewhere_ = 0;
};

void run_scope(const Label& label, detail::FunctionRef<void(Scope&)> body);

// Runs body(scope), then waits for all that was spawned in the scope.
template <class F> void scope(const Label& label, F&& body) {
  run_scope(label, [&](Scope& s) { body(s); });
}

struct Scope::ChildTask : detail::Task {
  ChildTask(const Label& label, Scope& scope, Position position)
      : Task(label), scope(scope), position(std::move(position)) {}
  const void* scope_key() const override { return &scope; }

  Scope& scope;
  Position position;
  std::uint32_t spawned = 0; // only the child's own stack counts it up
};

template <class F> struct Scope::FunctionChild final : ChildTask {
  FunctionChild(const Label& label, Scope& scope, Position position, F f)
      : ChildTask(label, scope, std::move(position)), function(std::in_place, std::move(f)) {}
  void execute() noexcept override {
    try {
      (*function)();
    } catch (...) {
      this->failure_ = std::current_exception();
    }
    function.reset();
  }

  std::optional<F> function;
};

template <class F> void Scope::spawn(const Label& label, F f) {
  add(detail::TaskRef<ChildTask>(new FunctionChild<F>(label, *this, next_position(), std::move(f))));
}

} // namespace paraudit

#endif
