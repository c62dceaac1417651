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

// Sleeps while `word` holds `expected`.
inline void futex_wait(std::atomic<uint32_t>& word, uint32_t expected) {
  int saved = errno;
  syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, expected, nullptr, nullptr, 0);
  errno = saved;
}

// Wakes up to `count` sleepers; returns how many there were.
inline int futex_wake(std::atomic<uint32_t>& word, int count) {
  int saved = errno;
  long woken = syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, count, nullptr, nullptr, 0);
  errno = saved;
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
