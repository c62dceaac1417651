// A stack of its own that runs a function, on the thread that switches to it: internal to the seeded scheduler.
//
// Thread-safety: one thread. Cost: a mapping per fiber, a system call or two per switch. Tells AddressSanitizer and
// ThreadSanitizer about the switch, and carries the C++ exception state, which is per thread, along with the stack.
#ifndef PARAUDIT_RUNTIME_SCHEDULE_FIBER_H
#define PARAUDIT_RUNTIME_SCHEDULE_FIBER_H

#include <ucontext.h>

#include <cstddef>
#include <functional>

namespace paraudit::detail {

class Fiber {
 public:
  static constexpr std::size_t kStackSize = std::size_t{512} << 10;

  // `body` must never return: it switches back by leave() and is resumed, or not, by the next enter().
  explicit Fiber(std::function<void()> body);
  ~Fiber();
  Fiber(const Fiber&) = delete;
  Fiber& operator=(const Fiber&) = delete;

  // From outside: runs the fiber until it leaves.
  void enter();
  // From inside: goes back to where enter() was called.
  void leave();

 private:
  // Layout of __cxa_eh_globals in the Itanium C++ ABI.
  struct ExceptionState {
    void* caught = nullptr;
    unsigned uncaught = 0;
  };
  static void start(unsigned high, unsigned low);
  static void swap_exceptions(ExceptionState& saved);

  std::function<void()> body_;
  char* stack_ = nullptr;
  ucontext_t inside_{};
  ucontext_t outside_{};
  ExceptionState exceptions_;
  // For the sanitizers alone: the stack that entered, both fake stacks, both fibers as ThreadSanitizer names them.
  [[maybe_unused]] const void* outer_stack_ = nullptr;
  [[maybe_unused]] std::size_t outer_size_ = 0;
  [[maybe_unused]] void* outer_fake_ = nullptr;
  [[maybe_unused]] void* inner_fake_ = nullptr;
  [[maybe_unused]] void* thread_fiber_ = nullptr;
  [[maybe_unused]] void* own_fiber_ = nullptr;
};

} // namespace paraudit::detail

#endif
