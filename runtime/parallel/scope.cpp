#include "runtime/parallel/scope.h"

#include "runtime/parallel/pool.h"

namespace paraudit {

// A child of this scope on this stack numbers its own spawns; anybody else's count in the order in which they arrive.
Scope::Position Scope::next_position() {
  for (detail::Frame* frame = detail::current_frame(); frame; frame = frame->outer) {
    if (frame->task && frame->task->scope_key() == this) {
      auto& child = static_cast<ChildTask&>(*frame->task);
      Position position = child.position;
      position.push_back(child.spawned++);
      return position;
    }
  }
  std::lock_guard lock(mutex_);
  return {from_elsewhere_++};
}

// Listed only once submitted: whoever takes it from the list may run it at once. It may end before it is listed, but is
// listed before the task that spawned it ends.
void Scope::add(detail::TaskRef<ChildTask> task) {
  detail::start(*task);
  std::lock_guard lock(mutex_);
  children_.push_back(std::move(task));
}

bool Scope::take(std::size_t index, detail::TaskRef<ChildTask>& task) {
  std::lock_guard lock(mutex_);
  if (index >= children_.size()) {
    return false;
  }
  task = children_[index];
  return true;
}

// Children that run may add more behind; one that has ended adds none, so that the list is complete at its end. First
// all that nobody has begun, in the order of the source; then the waits.
void Scope::wait_for_all(const Label& label) {
  detail::TaskRef<ChildTask> task;
  for (std::size_t index = 0; take(index, task); ++index) {
    task->run_if_not_begun();
  }
  for (std::size_t index = 0; take(index, task); ++index) {
    task->run_or_wait(label.where());
  }
}

std::exception_ptr Scope::first_failure() {
  std::lock_guard lock(mutex_);
  const Position* first = nullptr;
  std::exception_ptr failure;
  for (detail::TaskRef<ChildTask>& child : children_) {
    std::exception_ptr its = child->take_failure();
    if (its && (!first || child->position < *first)) {
      first = &child->position;
      failure = its;
    }
  }
  return failure;
}

void run_scope(const Label& label, detail::FunctionRef<void(Scope&)> body) {
  Scope scope;
  std::exception_ptr failure;
  try {
    body(scope);
  } catch (...) {
    failure = std::current_exception();
  }
  scope.wait_for_all(label);
  std::exception_ptr childs = scope.first_failure();
  if (failure || childs) {
    std::rethrow_exception(failure ? failure : childs);
  }
}

} // namespace paraudit
