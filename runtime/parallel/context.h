// What a task carries along: one type-erased handle (a compiler puts its current query and session behind it).
//
// A task starts with the context of the task that spawned it and keeps it over every wait, whichever thread it goes on
// at. ContextScope replaces it for a block; tasks spawned inside see the replacement.
// Thread-safety: each task sees only its own context. Cost: a pointer copy when borrowed, a reference count when
// shared. A borrowed context must outlive every task that carries it: fine below join, scope and par_*, which wait;
// share it for a fire-and-forget spawn.
#ifndef PARAUDIT_RUNTIME_PARALLEL_CONTEXT_H
#define PARAUDIT_RUNTIME_PARALLEL_CONTEXT_H

#include <memory>
#include <utility>

#include "runtime/parallel/frame.h"

namespace paraudit {

class TaskContext {
 public:
  TaskContext() = default;

  template <class T> static TaskContext borrowed(T* value) {
    return TaskContext(std::shared_ptr<void>(std::shared_ptr<void>(), const_cast<std::remove_const_t<T>*>(value)));
  }
  template <class T> static TaskContext shared(std::shared_ptr<T> value) {
    return TaskContext(std::const_pointer_cast<std::remove_const_t<T>>(std::move(value)));
  }

  // The context of the running task; empty outside of any.
  static TaskContext current() {
    const detail::Frame* frame = detail::current_frame();
    return frame ? TaskContext(frame->context) : TaskContext();
  }

  void* get() const { return handle_.get(); }
  template <class T> T* as() const { return static_cast<T*>(handle_.get()); }
  explicit operator bool() const { return handle_ != nullptr; }
  const std::shared_ptr<void>& handle() const { return handle_; }

 private:
  explicit TaskContext(std::shared_ptr<void> handle) : handle_(std::move(handle)) {}

  std::shared_ptr<void> handle_;
};

// The running task's context as a T*, without touching a reference count; nullptr when there is none.
template <class T> T* context_as() {
  const detail::Frame* frame = detail::current_frame();
  return frame ? static_cast<T*>(frame->context.get()) : nullptr;
}

// Sets the running task's context until the end of the block.
class [[nodiscard]] ContextScope {
 public:
  explicit ContextScope(const TaskContext& context) : frame_(detail::current_frame(), context.handle()) {}

 private:
  detail::Frame frame_;
};

} // namespace paraudit

#endif
