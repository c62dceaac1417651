// What the C++ run-time library waits for without a pthread call: the initialisation of static variables
// (__cxa_guard_*) and futures (libstdc++'s _M_futex_*). A program without that library never calls these.
#include "instrument/preload/object_wait.h"
#include "instrument/preload/real.h"
#include "instrument/preload/site.h"

using namespace paraudit::preload;

namespace {

/// Of both run-time libraries, the guard's second byte is nonzero while a thread runs the initialiser.
bool is_in_progress(const void* guard) {
  return __atomic_load_n(static_cast<const unsigned char*>(guard) + 1, __ATOMIC_ACQUIRE) != 0;
}

} // namespace

/// Nonzero: the caller runs the initialiser.
PARAUDIT_INTERPOSE __cxa_guard_acquire(void* guard) {
  if (!recording())
    return PARAUDIT_CALL_REAL(__cxa_guard_acquire)(guard);
  auto acquire = [=] { return PARAUDIT_CALL_REAL(__cxa_guard_acquire)(guard); };
  int chosen;
  if (is_in_progress(guard)) {
    routine_waiters.fetch_add(1, std::memory_order_relaxed);
    chosen = wait_for_object({guard, PARAUDIT_OBJECT_STATIC_GUARD, PARAUDIT_HERE, 0}, acquire);
    routine_waiters.fetch_sub(1, std::memory_order_relaxed);
  } else {
    chosen = acquire();
  }
  if (chosen) {
    Inside inside;
    paraudit_object_owned(guard);
  }
  return chosen;
}

PARAUDIT_EXPORT void __cxa_guard_release(void* guard) noexcept {
  if (recording())
    end_routine(guard, PARAUDIT_OBJECT_STATIC_GUARD, PARAUDIT_HERE);
  PARAUDIT_CALL_REAL(__cxa_guard_release)(guard);
}

PARAUDIT_EXPORT void __cxa_guard_abort(void* guard) noexcept {
  if (recording())
    end_routine(guard, PARAUDIT_OBJECT_STATIC_GUARD, PARAUDIT_HERE);
  PARAUDIT_CALL_REAL(__cxa_guard_abort)(guard);
}

// bool std::__atomic_futex_unsigned_base::_M_futex_wait_until(unsigned*, unsigned, bool, seconds, nanoseconds);
// durations are passed as the integers that they hold. False: timed out. The object is the futex word: the future's
// state.
#define PARAUDIT_FUTURE_WAIT(name)                                                                                     \
  PARAUDIT_EXPORT bool name(void* base, unsigned* word, unsigned value, bool timed, long seconds, long nanoseconds) {  \
    auto block = [=] { return PARAUDIT_CALL_REAL(name)(base, word, value, timed, seconds, nanoseconds) ? 1 : 0; };     \
    if (!recording())                                                                                                  \
      return block() != 0;                                                                                             \
    return wait_for_object({word, PARAUDIT_OBJECT_FUTURE, PARAUDIT_HERE, 0}, block) != 0;                              \
  }
PARAUDIT_FUTURE_WAIT(
    _ZNSt28__atomic_futex_unsigned_base19_M_futex_wait_untilEPjjbNSt6chrono8durationIlSt5ratioILl1ELl1EEEENS2_IlS3_ILl1ELl1000000000EEEE)
PARAUDIT_FUTURE_WAIT(
    _ZNSt28__atomic_futex_unsigned_base26_M_futex_wait_until_steadyEPjjbNSt6chrono8durationIlSt5ratioILl1ELl1EEEENS2_IlS3_ILl1ELl1000000000EEEE)

PARAUDIT_EXPORT void _ZNSt28__atomic_futex_unsigned_base19_M_futex_notify_allEPj(unsigned* word) {
  if (recording())
    signal_object(word, PARAUDIT_OBJECT_FUTURE, PARAUDIT_HERE);
  PARAUDIT_CALL_REAL(_ZNSt28__atomic_futex_unsigned_base19_M_futex_notify_allEPj)(word);
}
