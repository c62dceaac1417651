#include "instrument/preload/runtime_fallback.h"

#include <climits>
#include <errno.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

namespace paraudit::preload {
namespace {

// Of a guard's first word: its first byte says that the object is there, the next two that somebody runs the
// initialiser, and that others wait for that.
constexpr unsigned kDone = 1, kPending = 1u << 8, kWaiting = 1u << 16;

long futex(unsigned* word, int operation, unsigned value, const timespec* until) {
  int saved = errno;
  long result = syscall(SYS_futex, word, operation, value, until, nullptr, FUTEX_BITSET_MATCH_ANY);
  long error = result < 0 ? -errno : result;
  errno = saved;
  return error;
}

void end_guard(void* guard, unsigned value) {
  auto* word = static_cast<unsigned*>(guard);
  if (__atomic_exchange_n(word, value, __ATOMIC_ACQ_REL) & kWaiting)
    futex(word, FUTEX_WAKE_PRIVATE, INT_MAX, nullptr);
}

bool wait(unsigned* word, unsigned value, int clock_flag, bool timed, long seconds, long nanoseconds) {
  timespec until = {seconds, nanoseconds};
  if (timed && seconds < 0) // the kernel takes no time before 1970
    return false;
  return futex(word, FUTEX_WAIT_BITSET | clock_flag, value, timed ? &until : nullptr) != -ETIMEDOUT;
}

} // namespace

int own_guard_acquire(void* guard) {
  auto* word = static_cast<unsigned*>(guard);
  for (;;) {
    unsigned known = 0;
    if (__atomic_compare_exchange_n(word, &known, kPending, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
      return 1;
    if (known & kDone)
      return 0;
    unsigned waiting = known | kWaiting;
    if (known == waiting ||
        __atomic_compare_exchange_n(word, &known, waiting, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
      futex(word, FUTEX_WAIT_BITSET_PRIVATE, waiting, nullptr);
  }
}

void own_guard_release(void* guard) {
  end_guard(guard, kDone);
}

void own_guard_abort(void* guard) {
  end_guard(guard, 0);
}

bool own_future_wait(void*, unsigned* word, unsigned value, bool timed, long seconds, long nanoseconds) {
  return wait(word, value, FUTEX_CLOCK_REALTIME, timed, seconds, nanoseconds);
}

bool own_future_wait_steady(void*, unsigned* word, unsigned value, bool timed, long seconds, long nanoseconds) {
  return wait(word, value, 0, timed, seconds, nanoseconds);
}

void own_future_notify(unsigned* word) {
  futex(word, FUTEX_WAKE, INT_MAX, nullptr);
}

} // namespace paraudit::preload
