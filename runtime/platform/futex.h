// The Linux futex system call on a 32-bit word of this process.
//
// Thread-safety: any thread. Cost: one system call each. Both preserve errno and may be called from signal handlers.
// wait() may return spuriously: callers loop. Source: futex(2).
#ifndef PARAUDIT_RUNTIME_PLATFORM_FUTEX_H
#define PARAUDIT_RUNTIME_PLATFORM_FUTEX_H

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace paraudit::platform {

// Not by the C library's syscall(): the preload library stands in front of that, and our types record their waits
// themselves.
inline long futex_call(std::atomic<uint32_t>& word, long operation, long value) {
#if defined(__x86_64__)
  long result;
  register long timeout __asm__("r10") = 0;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(SYS_futex), "D"(&word), "S"(operation), "d"(value), "r"(timeout)
                   : "rcx", "r11", "memory");
  return result;
#else
  int saved = errno;
  long result = syscall(SYS_futex, &word, operation, value, nullptr, nullptr, 0);
  errno = saved;
  return result;
#endif
}

// Sleeps while `word` holds `expected`.
inline void futex_wait(std::atomic<uint32_t>& word, uint32_t expected) {
  futex_call(word, FUTEX_WAIT_PRIVATE, expected);
}

// Wakes up to `count` sleepers; returns how many there were.
inline int futex_wake(std::atomic<uint32_t>& word, int count) {
  long woken = futex_call(word, FUTEX_WAKE_PRIVATE, count);
  return woken < 0 ? 0 : static_cast<int>(woken);
}

// Tells the core that this is a spin loop.
inline void spin_pause() {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield" ::: "memory");
#endif
}

} // namespace paraudit::platform
#endif
