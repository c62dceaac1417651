#include "runtime/parallel/pool_core.h"

#include <exception>
#include <optional>
#include <string>

#include "runtime/abi/fast_path.h"
#include "runtime/parallel/misuse.h"
#include "runtime/parallel/task_hooks.h"
#include "runtime/parallel/thread_parker.h"
#include "runtime/sync/pins.h"

namespace paraudit::detail {

namespace {

constexpr std::uint64_t kOneRunnable = std::uint64_t{1} << 32;
// A waker may subtract a waiting stack before the waiter has added it: the bias keeps the low half from borrowing.
constexpr std::uint64_t kWaitingBias = std::uint64_t{1} << 30;

std::uint64_t runnable(std::uint64_t state) {
  return state >> 32;
}
std::int64_t waiting(std::uint64_t state) {
  return static_cast<std::int64_t>(state & 0xffffffffu) - static_cast<std::int64_t>(kWaitingBias);
}
bool all_wait(std::uint64_t state) {
  return runnable(state) == 0 && waiting(state) > 0;
}

} // namespace

void Executor::wait_outside(Task& task, const std::source_location& where) {
  task.wait(where);
}

PoolCore::PoolCore(unsigned workers, std::unique_ptr<Executor> executor)
    : registry_(std::make_shared<Registry>(workers)), executor_(std::move(executor)), state_(kWaitingBias) {
  if (executor_) {
    executor_->start(*this);
  }
}

PoolCore::~PoolCore() {
  if (!executor_) {
    return;
  }
  executor_->shutdown();
  // A worker may still be between letting its waiting task go and counting it as waiting, while that task has ended.
  while (state_.load(std::memory_order_acquire) != kWaitingBias) {
    std::this_thread::yield();
  }
  join_handler();
}

// Without the lock: the handler's thread takes it, too.
void PoolCore::join_handler() {
  std::unique_lock lock(handler_thread_mutex_);
  std::thread ended = std::move(handler_thread_);
  lock.unlock();
  if (ended.joinable()) {
    ended.join();
  }
}

std::uint64_t PoolCore::account(int runnable_change, int waiting_change) {
  std::uint64_t change = static_cast<std::uint64_t>(static_cast<std::int64_t>(runnable_change)) * kOneRunnable +
                         static_cast<std::uint64_t>(static_cast<std::int64_t>(waiting_change));
  return state_.fetch_add(change, std::memory_order_acq_rel) + change;
}

void PoolCore::settle(std::uint64_t state) {
  if (all_wait(state)) {
    fire(state);
  }
}

void PoolCore::submit(Task& task) {
  task.pool_ = this;
  const Frame* frame = current_frame();
  if (frame) {
    task.context_ = frame->context;
  }
  task.add_ref();
  phases_.submitted(task);
  progress_.fetch_add(1, std::memory_order_relaxed);
  account(+1, 0);
  executor_->submit(task);
}

void PoolCore::run_root(Task& task, const std::source_location& where) {
  // A task of another pool waits for this one: to that pool a wake-up from outside.
  const Frame* frame = current_frame();
  std::optional<OutsideWakeup> announced;
  if (frame && frame->pool) {
    announced.emplace(*frame->pool);
  }
  phases_.entered_from_outside();
  submit(task);
  executor_->wait_outside(task, where);
}

void PoolCore::run_queued(Task& task, unsigned worker_index) {
  set_current_worker(slot(worker_index));
  if (task.claim()) {
    task.run(*this, __builtin_frame_address(0));
    settle(account(-1, 0));
  }
  task.release();
}

bool PoolCore::has_stack_room() const {
  const Frame* frame = current_frame();
  auto base = reinterpret_cast<std::uintptr_t>(frame->stack_base);
  auto here = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
  return base - here < executor_->inline_stack_limit();
}

bool PoolCore::try_run_inline(Task& task) {
  if (runs_inline() || !has_stack_room() || !task.claim()) {
    return false;
  }
  account(-1, 0); // its unit and this stack's become one
  task.run(*this, nullptr);
  return true;
}

void check_may_wait([[maybe_unused]] const std::source_location& where) {
#ifndef NDEBUG
  if (std::uncaught_exceptions() != 0 || std::current_exception() != nullptr) {
    fail("a task waits while it handles an exception: exception state belongs to the thread, a task may change it",
         where);
  }
  if (const Pin* pin = thread_pins().newest()) {
    std::string message = std::string("a task waits while it holds ") + pin->what;
    report_misuse({message.c_str(), site_record(where), pin->since, "held since"});
  }
  if (paraudit_fast.top != paraudit_fast.bottom) { // a foreign lock
    fail("a task waits while it holds a lock", where);
  }
#endif
}

namespace {

// This stack goes on at this thread, and with it every task that it began.
void announce_stack(const Frame* innermost) {
  if (paraudit_recording() == 0) {
    return;
  }
  const Frame* first = innermost;
  while (first->outer) {
    first = first->outer;
  }
  hook_stack(first->stack_number);
  const Task* told = nullptr;
  for (const Frame* frame = innermost; frame; frame = frame->outer) {
    if (frame->task && frame->task != told) {
      frame->task->own_latches();
      told = frame->task;
    }
  }
}

} // namespace

void PoolCore::park(Waiter& waiter, Publish publish) {
  Frame* frame = current_frame();
  std::uint64_t trace_id = frame->task ? frame->task->trace_id() : 0;
  waiter.pool = this;
  hook_suspend(trace_id);
  executor_->park(waiter, publish);
  set_current_frame(frame);
  phases_.enter();
  announce_stack(frame);
  hook_resume(trace_id);
}

void PoolCore::note_parked() {
  settle(account(-1, +1));
}

void PoolCore::note_unparked() {
  progress_.fetch_add(1, std::memory_order_relaxed);
  account(+1, -1);
}

void PoolCore::unpark(Waiter& waiter) {
  if (runs_inline()) {
    return; // the handler that broke the wait returns to the waiter by itself
  }
  note_unparked();
  executor_->unpark(waiter);
}

void PoolCore::yield_point() {
  if (executor_) {
    executor_->yield_point();
  }
}

void PoolCore::add_outside() {
  account(+1, 0);
}
void PoolCore::remove_outside() {
  settle(account(-1, 0));
}

void PoolCore::set_deadlock_handler(std::function<void()> handler) {
  std::lock_guard lock(handler_mutex_);
  handler_ = std::move(handler);
}

// The handler counts as runnable while it runs: nobody else can fire meanwhile.
void PoolCore::fire(std::uint64_t state) {
  if (!state_.compare_exchange_strong(state, state + kOneRunnable, std::memory_order_acq_rel)) {
    return; // something became runnable, from outside
  }
  if (executor_->adopt_handler([this] { handle_deadlocks(); })) {
    return;
  }
  join_handler(); // the one before has nothing left to do but end
  std::lock_guard lock(handler_thread_mutex_);
  handler_thread_ = std::thread([this] {
    // This thread's waker is done with the pool once it has unlocked: what follows may end the pool.
    handler_thread_mutex_.lock();
    handler_thread_mutex_.unlock();
    handle_deadlocks();
  });
}

void PoolCore::handle_deadlocks() {
  for (;;) {
    bool changed = call_handler();
    std::uint64_t state = state_.load(std::memory_order_acquire);
    if (!changed && all_wait(state - kOneRunnable)) {
      std::string message = "deadlock: all " + std::to_string(waiting(state)) +
                            " live tasks wait and nothing can run (no deadlock handler broke a wait)";
      fail(message.c_str(), std::source_location::current());
    }
    state = account(-1, 0);
    if (!all_wait(state) || !state_.compare_exchange_strong(state, state + kOneRunnable, std::memory_order_acq_rel)) {
      return;
    }
  }
}

// Whether it made something runnable.
bool PoolCore::call_handler() {
  std::function<void()> handler;
  {
    std::lock_guard lock(handler_mutex_);
    handler = handler_;
  }
  std::uint64_t before = progress_.load(std::memory_order_relaxed);
  if (handler) {
    handler();
  }
  return progress_.load(std::memory_order_relaxed) != before;
}

TurnQueue::Turn::Turn(TurnQueue& queue) : queue_(queue) {
  Latch mine;
  {
    std::lock_guard lock(queue_.mutex_);
    if (!queue_.taken_) {
      queue_.taken_ = true;
      return;
    }
    queue_.waiting_.push_back(&mine);
  }
  mine.wait();
}

TurnQueue::Turn::~Turn() {
  Latch* next = nullptr;
  {
    std::lock_guard lock(queue_.mutex_);
    if (queue_.waiting_.empty()) {
      queue_.taken_ = false;
      return;
    }
    next = queue_.waiting_.front();
    queue_.waiting_.pop_front();
  }
  next->set();
}

OutsideWakeup::OutsideWakeup(PoolCore& pool) : pool_(pool) {
  pool_.add_outside();
}
OutsideWakeup::~OutsideWakeup() {
  pool_.remove_outside();
}

InlineWorker::InlineWorker(PoolCore& pool)
    : before_(current_worker()),
      frame_(current_frame(), &pool, nullptr, current_frame() ? current_frame()->context : nullptr,
             __builtin_frame_address(0)) {
  set_current_worker(pool.slot(0));
}

InlineWorker::~InlineWorker() {
  set_current_worker(before_);
}

} // namespace paraudit::detail
