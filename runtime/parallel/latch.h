// A latch: tasks wait until it is set. The one thing that every wait in the pool is made of, and public so that a query
// engine's waits are recorded as what they are.
//
// wait() suspends the calling task and frees its worker for other tasks; it never runs unrelated tasks on top of the
// waiting one (that is how worker A, waiting inside query X, picks up a task that needs X and hangs). On a thread that
// is no worker it blocks the thread. After wait() the task may be on another thread: no lock, worker-local reference or
// thread-local address may be held over it.
//
// Thread-safety: all members from any thread. The latch may be destroyed as soon as wait() has returned or is_set() was
// true, even while set() is returning. Errors: counting down below zero is a failure (misuse.h).
// Cost: set() without waiters one atomic exchange; a wait that suspends about a microsecond. 32 bytes.
// Source of the algorithm: a Treiber stack of waiters, closed by set().
#ifndef PARAUDIT_RUNTIME_PARALLEL_LATCH_H
#define PARAUDIT_RUNTIME_PARALLEL_LATCH_H

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <source_location>

namespace paraudit {

namespace detail {
class PoolCore;
class Task;
struct Waiter;

// Called again and again, some milliseconds apart, while a thread outside of the pool waits; until it returns false.
using WhileWaiting = std::function<bool()>;
} // namespace detail

// What a wait is for, in traces. Values are those of the trace format (runtime/abi/object_kinds.def).
enum class WaitKind : std::uint32_t { kLatch = 16, kJoin = 17, kQuery = 18 };

enum class WaitResult {
  kSet,        // the latch was set
  kInterrupted // a deadlock handler broke this wait (Latch::interrupt)
};

// Names one wait, so that a deadlock handler can break it. Lives on the waiter's stack, used for one wait.
class WaitTicket {
 public:
  WaitTicket() = default;
  WaitTicket(const WaitTicket&) = delete;
  WaitTicket& operator=(const WaitTicket&) = delete;

 private:
  friend class Latch;
  detail::Waiter* waiter_ = nullptr;
};

class Latch {
 public:
  // `key` tells instances of one kind apart in the report (a query's key hash); `count` is how many count_down() set
  // it.
  explicit Latch(WaitKind kind = WaitKind::kLatch, std::uint64_t key = 0, std::uint32_t count = 1)
      : key_(key), kind_(kind), count_(count) {}
  ~Latch();
  Latch(const Latch&) = delete;
  Latch& operator=(const Latch&) = delete;

  void count_down(std::source_location where = std::source_location::current());
  // Sets it whatever the count; setting twice is harmless.
  void set(std::source_location where = std::source_location::current());
  bool is_set() const { return head_.load(std::memory_order_acquire) == closed(); }

  void wait(std::source_location where = std::source_location::current());
  // A wait that a deadlock handler may break.
  WaitResult wait(WaitTicket& ticket, std::source_location where = std::source_location::current());

  // For deadlock handlers: breaks the wait that `ticket` names. False when it is over or not of this latch.
  bool interrupt(WaitTicket& ticket);

  WaitKind kind() const { return kind_; }
  std::uint64_t key() const { return key_; }

 private:
  friend struct detail::Waiter;
  friend class detail::Task;

  WaitResult wait(WaitTicket& ticket, const detail::WhileWaiting& meanwhile, std::source_location where);
  void block_thread(detail::Waiter& waiter, const detail::WhileWaiting& meanwhile);
  static detail::Waiter* closed() { return reinterpret_cast<detail::Waiter*>(std::uintptr_t{1}); }
  static bool publish(void* latch, detail::Waiter& waiter);
  bool push(detail::Waiter& waiter);
  void wait_inline(detail::PoolCore& pool, detail::Waiter& waiter, const std::source_location& where);

  std::atomic<detail::Waiter*> head_{nullptr}; // waiters, newest first; closed() once set
  std::uint64_t key_;
  WaitKind kind_;
  std::atomic<std::uint32_t> count_;
};

// Says that the calling task (or the thread, where it is no task) is the one that will set a latch, so that the
// wait-for graph of a hung process knows whom the latch's waiters wait for, wherever the task goes on meanwhile. Lives
// on the stack of who made it; the innermost goes first. Without set() the latch stays as it is, and nobody is known
// any more. Thread-safety: one task. Cost: a load while nothing is recorded.
class [[nodiscard]] LatchOwner {
 public:
  explicit LatchOwner(Latch& latch);
  ~LatchOwner();
  LatchOwner(const LatchOwner&) = delete;
  LatchOwner& operator=(const LatchOwner&) = delete;

  // Once; the latch may be gone when this returns.
  void set(std::source_location where = std::source_location::current());

 private:
  friend class detail::Task;
  void let_go();

  Latch* latch_; // null once set
  detail::Task* task_ = nullptr;
  LatchOwner* outer_ = nullptr;
};

} // namespace paraudit

#endif
