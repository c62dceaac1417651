#include "runtime/parallel/frame.h"

namespace paraudit::detail {

namespace {
struct ThreadState {
  Frame* frame = nullptr;
  WorkerSlot worker;
};
constinit thread_local ThreadState t_state;
} // namespace

// The empty asm keeps the compiler from proving these pure and merging two calls around a suspension.
[[gnu::noinline]] Frame* current_frame() {
  asm volatile("" ::: "memory");
  return t_state.frame;
}

[[gnu::noinline]] void set_current_frame(Frame* frame) {
  asm volatile("" ::: "memory");
  t_state.frame = frame;
}

[[gnu::noinline]] WorkerSlot current_worker() {
  asm volatile("" ::: "memory");
  return t_state.worker;
}

[[gnu::noinline]] void set_current_worker(WorkerSlot slot) {
  asm volatile("" ::: "memory");
  t_state.worker = slot;
}

} // namespace paraudit::detail
