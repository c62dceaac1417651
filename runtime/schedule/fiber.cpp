#include "runtime/schedule/fiber.h"

#include <cxxabi.h>
#include <sys/mman.h>

#include <cstdint>
#include <cstdlib>
#include <new>
#include <utility>

#include "runtime/parallel/pool.h" // and with it whether there is a sanitizer

#if PARAUDIT_WITH_ADDRESS_SANITIZER
#include <sanitizer/common_interface_defs.h>
#endif
#if PARAUDIT_WITH_THREAD_SANITIZER
#include <sanitizer/tsan_interface.h>
#endif

namespace paraudit::detail {

namespace {
constexpr std::size_t kGuard = 4096;
}

Fiber::Fiber(std::function<void()> body) : body_(std::move(body)) {
  void* mapping = mmap(nullptr, kGuard + kStackSize, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (mapping == MAP_FAILED) {
    throw std::bad_alloc();
  }
  stack_ = static_cast<char*>(mapping) + kGuard;
  if (mprotect(stack_, kStackSize, PROT_READ | PROT_WRITE) != 0) {
    munmap(mapping, kGuard + kStackSize);
    throw std::bad_alloc();
  }
  getcontext(&inside_);
  inside_.uc_stack.ss_sp = stack_;
  inside_.uc_stack.ss_size = kStackSize;
  inside_.uc_link = nullptr;
  auto self = reinterpret_cast<std::uintptr_t>(this);
  makecontext(&inside_, reinterpret_cast<void (*)()>(&Fiber::start), 2, static_cast<unsigned>(self >> 32),
              static_cast<unsigned>(self));
#if PARAUDIT_WITH_THREAD_SANITIZER
  own_fiber_ = __tsan_create_fiber(0);
#endif
}

Fiber::~Fiber() {
#if PARAUDIT_WITH_THREAD_SANITIZER
  __tsan_destroy_fiber(own_fiber_);
#endif
  munmap(stack_ - kGuard, kGuard + kStackSize);
}

void Fiber::start(unsigned high, unsigned low) {
  auto* self = reinterpret_cast<Fiber*>((static_cast<std::uintptr_t>(high) << 32) | low);
#if PARAUDIT_WITH_ADDRESS_SANITIZER
  __sanitizer_finish_switch_fiber(nullptr, &self->outer_stack_, &self->outer_size_);
#endif
  self->body_();
  std::abort(); // see the constructor
}

void Fiber::swap_exceptions(ExceptionState& saved) {
  auto* current = reinterpret_cast<ExceptionState*>(abi::__cxa_get_globals());
  std::swap(*current, saved);
}

void Fiber::enter() {
  swap_exceptions(exceptions_);
#if PARAUDIT_WITH_THREAD_SANITIZER
  thread_fiber_ = __tsan_get_current_fiber();
  __tsan_switch_to_fiber(own_fiber_, 0);
#endif
#if PARAUDIT_WITH_ADDRESS_SANITIZER
  __sanitizer_start_switch_fiber(&outer_fake_, stack_, kStackSize);
#endif
  swapcontext(&outside_, &inside_);
#if PARAUDIT_WITH_ADDRESS_SANITIZER
  __sanitizer_finish_switch_fiber(outer_fake_, nullptr, nullptr);
#endif
  swap_exceptions(exceptions_);
}

void Fiber::leave() {
#if PARAUDIT_WITH_THREAD_SANITIZER
  __tsan_switch_to_fiber(thread_fiber_, 0);
#endif
#if PARAUDIT_WITH_ADDRESS_SANITIZER
  __sanitizer_start_switch_fiber(&inner_fake_, outer_stack_, outer_size_);
#endif
  swapcontext(&inside_, &outside_);
#if PARAUDIT_WITH_ADDRESS_SANITIZER
  __sanitizer_finish_switch_fiber(inner_fake_, &outer_stack_, &outer_size_);
#endif
}

} // namespace paraudit::detail
