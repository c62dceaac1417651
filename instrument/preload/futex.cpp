// syscall(SYS_futex, ...): what std::atomic::wait, std::latch, std::barrier and std::counting_semaphore end in, inlined
// into the program; locks of Rust's standard library and of oneTBB do too. A wait whose word has changed already is
// none; a wake-up is a signal while somebody waits for its word. The C library's own locks do not come here.
//
// Those that may install a seccomp filter are looked at (confine.h).
//
// x86-64. Every other system call goes straight on, as in the C library's own function: without a frame, so that calls
// that return twice are right.
#include "instrument/preload/confine.h"
#include "instrument/preload/object_wait.h"
#include "instrument/preload/real.h"
#include "instrument/preload/site.h"

#include <errno.h>
#include <linux/futex.h>
#include <sys/syscall.h>

using namespace paraudit::preload;

namespace {

// How many threads wait for a word with this hash. A clash costs one needless record.
constexpr unsigned kWaiterBits = 10;
constinit std::atomic<uint32_t> waiters[1u << kWaiterBits] = {};

std::atomic<uint32_t>& waiters_of(const void* word) {
  return waiters[reinterpret_cast<uintptr_t>(word) * 0x9e3779b97f4a7c15ull >> (64 - kWaiterBits)];
}

struct FutexCall {
  uint32_t* word;
  long operation, value, timeout, other_word, mask;

  long command() const { return operation & ~(FUTEX_PRIVATE_FLAG | FUTEX_CLOCK_REALTIME); }
  bool waits() const { return command() == FUTEX_WAIT || command() == FUTEX_WAIT_BITSET; }
  bool wakes() const { return command() == FUTEX_WAKE || command() == FUTEX_WAKE_BITSET; }
  bool would_block() const { return __atomic_load_n(word, __ATOMIC_ACQUIRE) == static_cast<uint32_t>(value); }

  /// The kernel's result: negative errors.
  long run() const {
    long result;
    register long r10 __asm__("r10") = timeout;
    register long r8 __asm__("r8") = other_word;
    register long r9 __asm__("r9") = mask;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(SYS_futex), "D"(word), "S"(operation), "d"(value), "r"(r10), "r"(r8), "r"(r9)
                     : "rcx", "r11", "memory");
    return result;
  }
};

long wait_recorded(const FutexCall& call, const paraudit_site* site) {
  waiters_of(call.word).fetch_add(1, std::memory_order_relaxed);
  ObjectWait wait{call.word, PARAUDIT_OBJECT_FUTEX, site, 0};
  begin_wait(wait);
  long result = call.run();
  end_wait(&wait);
  waiters_of(call.word).fetch_sub(1, std::memory_order_relaxed);
  return result;
}

} // namespace

extern "C" {

__attribute__((visibility("hidden"))) long paraudit_syscall_error(long result) {
  errno = static_cast<int>(-result);
  return -1;
}

// Entered by a jump: its frame is the interposed function's.
__attribute__((visibility("hidden"))) long paraudit_futex_call(long, uint32_t* word, long operation, long value,
                                                               long timeout, long other_word, long mask) {
  FutexCall call{word, operation, value, timeout, other_word, mask};
  long result;
  int saved = errno;
  if (!recording()) {
    result = call.run();
  } else if (call.waits() && thread_state.waiting == 0 && word != nullptr && call.would_block()) {
    result = wait_recorded(call, PARAUDIT_HERE);
  } else {
    if (call.wakes() && waiters_of(word).load(std::memory_order_relaxed) != 0)
      signal_object(word, PARAUDIT_OBJECT_FUTEX, PARAUDIT_HERE);
    result = call.run();
  }
  if (result < 0)
    return paraudit_syscall_error(result);
  errno = saved;
  return result;
}

// Of prctl and seccomp.
__attribute__((visibility("hidden"))) long paraudit_confining_call(long number, long operation, long argument,
                                                                   long filter, long fourth, long fifth) {
  bool begun = begin_confinement(number, operation, argument, filter);
  long result;
  register long r10 __asm__("r10") = fourth;
  register long r8 __asm__("r8") = fifth;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(number), "D"(operation), "S"(argument), "d"(filter), "r"(r10), "r"(r8)
                   : "rcx", "r11", "memory");
  if (result >= 0)
    return result;
  if (begun)
    end_confinement();
  return paraudit_syscall_error(result);
}

// The arguments move up by one register; the seventh is on the stack.
__attribute__((visibility("default"), naked)) long syscall(long, ...) {
  __asm__("cmpq $202, %rdi\n\t"
          "je paraudit_futex_call\n\t"
          "cmpq $157, %rdi\n\t"
          "je paraudit_confining_call\n\t"
          "cmpq $317, %rdi\n\t"
          "je paraudit_confining_call\n\t"
          "movq %rdi, %rax\n\t"
          "movq %rsi, %rdi\n\t"
          "movq %rdx, %rsi\n\t"
          "movq %rcx, %rdx\n\t"
          "movq %r8, %r10\n\t"
          "movq %r9, %r8\n\t"
          "movq 8(%rsp), %r9\n\t"
          "syscall\n\t"
          "cmpq $-4095, %rax\n\t"
          "jae 1f\n\t"
          "ret\n"
          "1:\n\t"
          "movq %rax, %rdi\n\t"
          "jmp paraudit_syscall_error");
}
}
static_assert(SYS_futex == 202 && SYS_prctl == 157 && SYS_seccomp == 317);
