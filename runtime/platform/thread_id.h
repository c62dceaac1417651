// Identity of the calling thread: an address that no two living threads share.
//
// Cost: one instruction. Limit: an ended thread's identity may be given to a later thread.
#ifndef PARAUDIT_RUNTIME_PLATFORM_THREAD_ID_H
#define PARAUDIT_RUNTIME_PLATFORM_THREAD_ID_H

namespace paraudit::platform {

using ThreadId = const void*;

namespace detail {
inline thread_local char thread_anchor = 0;
}

// Not inlined: a task that was suspended may go on, on another thread, in a function that has the address in a
// register.
[[gnu::noinline]] inline ThreadId this_thread() {
  asm volatile("");
  return &detail::thread_anchor;
}

} // namespace paraudit::platform
#endif
