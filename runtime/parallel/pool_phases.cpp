#include "runtime/parallel/pool_phases.h"

#include "runtime/abi/hooks.h"
#include "runtime/parallel/frame.h"
#include "runtime/parallel/pool_core.h"
#include "runtime/parallel/task.h"

namespace paraudit::detail {

namespace {

const void* this_thread() {
  static thread_local char mark;
  return &mark;
}

} // namespace

void PoolPhases::submitted(Task& task) {
  if (paraudit_recording() == 0) {
    return;
  }
  task.unjoined_.store(true, std::memory_order_relaxed);
  started_.fetch_add(1, std::memory_order_relaxed);
  unjoined_.fetch_add(1, std::memory_order_relaxed);
}

// A task of another pool, or a thread that did not start the root, may join by luck before something that it is not
// ordered with.
void PoolPhases::joined(Task& task) {
  const Frame* frame = current_frame();
  bool inside = frame != nullptr && frame->pool == &pool_;
  bool root_by_outsider = (frame == nullptr || frame->pool == nullptr) &&
                          !several_outsiders_.load(std::memory_order_relaxed) &&
                          outsider_.load(std::memory_order_relaxed) == this_thread();
  if (!inside && !root_by_outsider) {
    return;
  }
  if (task.unjoined_.load(std::memory_order_relaxed) && task.unjoined_.exchange(false, std::memory_order_relaxed)) {
    unjoined_.fetch_sub(1, std::memory_order_acq_rel);
  }
}

void PoolPhases::entered_from_outside() {
  if (paraudit_recording() == 0) {
    return;
  }
  const void *known = nullptr, *me = this_thread();
  bool first = outsider_.compare_exchange_strong(known, me, std::memory_order_relaxed);
  const Frame* frame = current_frame();
  if ((frame != nullptr && frame->pool != nullptr) || (!first && known != me)) {
    several_outsiders_.store(true, std::memory_order_relaxed);
  }
}

void PoolPhases::about_to_spawn() {
  if (paraudit_recording() == 0 || unjoined_.load(std::memory_order_acquire) != 1 ||
      several_outsiders_.load(std::memory_order_relaxed)) {
    return;
  }
  std::uint64_t started = started_.load(std::memory_order_relaxed);
  if (started == started_before_phase_.load(std::memory_order_relaxed) || paraudit_phase_room() == 0) {
    return;
  }
  started_before_phase_.store(started, std::memory_order_relaxed);
  phase_.fetch_add(1, std::memory_order_release);
  enter();
}

void PoolPhases::enter() {
  if (paraudit_recording() == 0) {
    return;
  }
  if (std::uint64_t phase = phase_.load(std::memory_order_acquire)) {
    paraudit_phase(&pool_, phase);
  }
}

} // namespace paraudit::detail
