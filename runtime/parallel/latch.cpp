#include "runtime/parallel/latch.h"

#include "runtime/parallel/executor.h"
#include "runtime/parallel/frame.h"
#include "runtime/parallel/misuse.h"
#include "runtime/parallel/pool_core.h"
#include "runtime/parallel/task.h"
#include "runtime/parallel/task_hooks.h"
#include "runtime/parallel/thread_parker.h"

namespace paraudit {

using detail::Waiter;

namespace {

// Newest first becomes oldest first, so that tasks go on in the order in which they began to wait.
Waiter* reversed(Waiter* list) {
  Waiter* result = nullptr;
  while (list) {
    Waiter* next = list->next;
    list->next = result;
    result = list;
    list = next;
  }
  return result;
}

} // namespace

void Waiter::wake() {
  if (pool) {
    pool->unpark(*this);
  } else {
    static_cast<detail::ThreadParker*>(parker)->release();
  }
}

Latch::~Latch() {
  Waiter* left = head_.load(std::memory_order_relaxed);
  if (left != nullptr && left != closed()) {
    detail::fail("a latch was destroyed while tasks wait for it", std::source_location::current());
  }
}

void Latch::count_down(std::source_location where) {
  std::uint32_t before = count_.fetch_sub(1, std::memory_order_acq_rel);
  if (before == 1) {
    set(where);
  } else if (before == 0) {
    detail::fail("a latch was counted down below zero", where);
  }
}

void Latch::set(std::source_location where) {
  // The end of a task that nobody waits for is in the trace as such already.
  if (kind_ != WaitKind::kJoin || head_.load(std::memory_order_relaxed) != nullptr) {
    detail::hook_signal(this, static_cast<std::uint32_t>(kind_), where);
  }
  Waiter* waiters = head_.exchange(closed(), std::memory_order_acq_rel);
  // From here on the latch may be gone.
  if (waiters == closed()) {
    return;
  }
  for (Waiter* waiter = reversed(waiters); waiter;) {
    Waiter* next = waiter->next;
    waiter->wake();
    waiter = next;
  }
}

bool Latch::push(Waiter& waiter) {
  Waiter* head = head_.load(std::memory_order_acquire);
  do {
    if (head == closed()) {
      return false;
    }
    waiter.next = head;
  } while (!head_.compare_exchange_weak(head, &waiter, std::memory_order_acq_rel, std::memory_order_acquire));
  return true;
}

bool Latch::publish(void* latch, Waiter& waiter) {
  return static_cast<Latch*>(latch)->push(waiter);
}

void Latch::wait(std::source_location where) {
  WaitTicket ticket;
  wait(ticket, where);
}

WaitResult Latch::wait(WaitTicket& ticket, std::source_location where) {
  return wait(ticket, nullptr, where);
}

WaitResult Latch::wait(WaitTicket& ticket, const detail::WhileWaiting& meanwhile, std::source_location where) {
  const detail::Frame* frame = detail::current_frame();
  detail::PoolCore* pool = frame ? frame->pool : nullptr;
  if (pool && !pool->runs_inline()) {
    detail::check_may_wait(where);
  }
  if (is_set()) {
    return WaitResult::kSet;
  }
  Waiter waiter;
  ticket.waiter_ = &waiter;
  std::uint64_t token = detail::hook_wait_begin(this, static_cast<std::uint32_t>(kind_), key_, where);
  if (pool && pool->runs_inline()) {
    wait_inline(*pool, waiter, where);
  } else if (pool) {
    pool->park(waiter, {&Latch::publish, this});
  } else {
    block_thread(waiter, meanwhile);
  }
  detail::hook_wait_end(this, token);
  ticket.waiter_ = nullptr;
  return waiter.interrupted ? WaitResult::kInterrupted : WaitResult::kSet;
}

void Latch::block_thread(Waiter& waiter, const detail::WhileWaiting& meanwhile) {
  detail::ThreadParker parker;
  waiter.parker = &parker;
  if (!push(waiter)) {
    return;
  }
  if (meanwhile) {
    do {
      if (parker.wait_for(std::chrono::milliseconds(10))) {
        return;
      }
    } while (meanwhile());
  }
  parker.wait();
}

// One thread, nothing else runs: unless the deadlock handler breaks the wait, it never ends.
void Latch::wait_inline(detail::PoolCore& pool, Waiter& waiter, const std::source_location& where) {
  waiter.pool = &pool;
  push(waiter);
  pool.call_handler();
  if (!is_set() && !waiter.interrupted) {
    head_.store(nullptr, std::memory_order_relaxed);
    detail::fail("deadlock: a wait that nothing can end, as everything runs on one thread", where);
  }
}

LatchOwner::LatchOwner(Latch& latch) : latch_(&latch) {
  if (paraudit_recording() == 0) {
    return;
  }
  const detail::Frame* frame = detail::current_frame();
  task_ = frame ? frame->task : nullptr;
  if (task_) {
    outer_ = std::exchange(task_->owned_, this);
  }
  detail::hook_owned(&latch);
}

void LatchOwner::let_go() {
  if (task_) {
    task_->owned_ = outer_;
  }
  task_ = nullptr;
  detail::hook_disowned(latch_);
}

LatchOwner::~LatchOwner() {
  if (latch_) {
    let_go();
  }
}

void LatchOwner::set(std::source_location where) {
  let_go();
  std::exchange(latch_, nullptr)->set(where);
}

bool Latch::interrupt(WaitTicket& ticket) {
  Waiter* list = head_.load(std::memory_order_acquire);
  do {
    if (list == nullptr || list == closed()) {
      return false;
    }
  } while (!head_.compare_exchange_weak(list, nullptr, std::memory_order_acq_rel, std::memory_order_acquire));
  bool found = false;
  for (Waiter* waiter = reversed(list); waiter;) {
    Waiter* next = waiter->next;
    if (waiter == ticket.waiter_) {
      found = true;
      waiter->interrupted = true;
      waiter->wake();
    } else if (!push(*waiter)) {
      waiter->wake(); // set meanwhile
    }
    waiter = next;
  }
  return found;
}

} // namespace paraudit
