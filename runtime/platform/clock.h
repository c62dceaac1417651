// Two clocks: the time-stamp counter where it is constant and never stops, and CLOCK_MONOTONIC.
//
// Thread-safety: any thread, signal handlers too. Cost: about 16 ns for the counter on a virtual machine, 27 ns for
// CLOCK_MONOTONIC. Units: ticks; nanoseconds.
#ifndef PARAUDIT_RUNTIME_PLATFORM_CLOCK_H
#define PARAUDIT_RUNTIME_PLATFORM_CLOCK_H

#include <cstdint>
#include <ctime>
#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace paraudit::platform {

inline uint64_t clock_ns(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<uint64_t>(now.tv_sec) * 1'000'000'000u + static_cast<uint64_t>(now.tv_nsec);
}
inline uint64_t monotonic_ns() {
  return clock_ns(CLOCK_MONOTONIC);
}

// True when the processor's counter runs at one rate in every power state (CPUID 80000007h, EDX bit 8).
inline bool has_constant_tsc() {
#if defined(__x86_64__)
  unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
  return __get_cpuid(0x80000007u, &eax, &ebx, &ecx, &edx) != 0 && (edx >> 8 & 1u) != 0;
#else
  return false;
#endif
}

inline uint64_t tsc() {
#if defined(__x86_64__)
  return __builtin_ia32_rdtsc();
#else
  return monotonic_ns();
#endif
}

} // namespace paraudit::platform
#endif
