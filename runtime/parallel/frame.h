// What runs on this stack: internal to the pool, shared by its headers.
//
// A Frame lives on the stack of the task it describes, so that it moves with that stack when a suspended task goes on
// at another thread. The thread keeps only a pointer to the innermost one and its worker slot. These accessors are
// never inlined: a compiler may cache the address of a thread-local over a call, and over a suspension that address is
// another thread's.
#ifndef PARAUDIT_RUNTIME_PARALLEL_FRAME_H
#define PARAUDIT_RUNTIME_PARALLEL_FRAME_H

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

namespace paraudit::detail {

class PoolCore;
class Registry;
class Task;

struct Frame;
Frame* current_frame();
void set_current_frame(Frame* frame);

struct Frame {
  // A frame like `outer` but with another context.
  Frame(Frame* outer, std::shared_ptr<void> new_context)
      : outer(outer), pool(outer ? outer->pool : nullptr), task(outer ? outer->task : nullptr),
        stack_base(outer ? outer->stack_base : nullptr), context(std::move(new_context)) {
    set_current_frame(this);
  }
  // A frame for `task` of `pool`; base is nullptr where the task runs on the stack of `outer`.
  Frame(Frame* outer, PoolCore* pool, Task* task, std::shared_ptr<void> new_context, const void* base)
      : outer(outer), pool(pool), task(task), stack_base(base), context(std::move(new_context)) {
    set_current_frame(this);
  }
  ~Frame() { set_current_frame(outer); }
  Frame(const Frame&) = delete;
  Frame& operator=(const Frame&) = delete;

  Frame* outer;
  PoolCore* pool;
  Task* task;
  const void* stack_base;         // where this stack began, as far as the pool knows
  std::uint32_t stack_number = 0; // of a stack's first frame: the stack as the recorder knows it
  std::shared_ptr<void> context;
};

// Which worker of which pool this thread is now.
struct WorkerSlot {
  const Registry* registry = nullptr;
  unsigned index = 0;
};
WorkerSlot current_worker();
void set_current_worker(WorkerSlot slot);

} // namespace paraudit::detail

#endif
