#include "runtime/parallel/task.h"

#include "runtime/parallel/misuse.h"
#include "runtime/parallel/pool_core.h"
#include "runtime/parallel/task_hooks.h"

namespace paraudit::detail {

namespace {

// 0 when nothing is recorded.
std::uint32_t new_stack_number() {
  static constinit std::atomic<std::uint32_t> last{0};
  return paraudit_recording() ? last.fetch_add(1, std::memory_order_relaxed) + 1 : 0;
}

} // namespace

Task::Task(const Label& label, WaitKind kind) : label_(label), trace_id_(hook_spawn(label.text())), done_(kind) {}

Task::~Task() {
  if (failure_ && !failure_seen_.load(std::memory_order_relaxed)) {
    fail("a task failed with an exception and nobody waited for it", label_.where());
  }
}

void Task::release() {
  if (refs_.fetch_sub(1, std::memory_order_acq_rel) == 1) {
    delete this;
  }
}

// Does not touch the task after its end is published, but for the reference that the caller holds.
void Task::run(PoolCore& pool, const void* stack_base) {
  {
    Frame* outer = stack_base ? nullptr : current_frame();
    Frame frame(outer, &pool, this, std::move(context_), stack_base ? stack_base : outer->stack_base);
    pool.phases().enter();
    if (stack_base) {
      frame.stack_number = new_stack_number();
      hook_stack(frame.stack_number);
    }
    own_latches();
    hook_begin(trace_id_);
    execute();
    hook_end(trace_id_);
    hook_disowned(&done_);
    if (stack_base) {
      hook_stack(0);
    }
  }
  done_.set(label_.where());
}

// On the caller, whose context it sees: there is no worker.
void Task::run_here() {
  hook_begin(trace_id_);
  execute();
  hook_end(trace_id_);
  done_.set(label_.where());
}

void Task::own_latches() {
  hook_owned(&done_);
  for (LatchOwner* owner = owned_; owner; owner = owner->outer_) {
    hook_owned(owner->latch_);
  }
}

void Task::run_if_not_begun() {
  const Frame* frame = current_frame();
  if (pool_ && frame && frame->pool == pool_) {
    pool_->yield_point();
    pool_->try_run_inline(*this);
  }
}

void Task::wait(std::source_location where) {
  wait(nullptr, where);
}

void Task::wait(const WhileWaiting& meanwhile, std::source_location where) {
  WaitTicket ticket;
  done_.wait(ticket, meanwhile, where);
  hook_join(trace_id_);
  if (pool_) {
    pool_->phases().joined(*this);
  }
}

void Task::run_or_wait(std::source_location where) {
  if (!finished()) {
    run_if_not_begun();
  }
  wait(where);
}

std::exception_ptr Task::failure() {
  forgive();
  return failure_;
}

std::exception_ptr Task::take_failure() {
  return std::move(failure_);
}

} // namespace paraudit::detail
