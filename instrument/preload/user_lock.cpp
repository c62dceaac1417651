// What the pass calls around functions that are locks by a table or an annotation (instrument/passes/user_locks.h).
// They block, or spin, inside code that we do not know: a wait is known when it is over, by its length.
#include "instrument/preload/call_site.h"
#include "instrument/preload/thread_state.h"
#include "runtime/abi/fast_path.h"
#include "runtime/abi/trace_format.h"

using namespace paraudit::preload;

namespace {

// About two microseconds, in either unit of ticks: an uncontended lock function takes some ten nanoseconds, its first
// call through the loader more than one.
constexpr uint64_t kContendedTicks = 5000;

} // namespace

#define PARAUDIT_HOOK extern "C" __attribute__((visibility("default")))

PARAUDIT_HOOK uint64_t paraudit_user_lock_begin() {
  return recording() ? paraudit_ticks() : 0;
}

PARAUDIT_HOOK void paraudit_user_lock_end(const void* lock, uint32_t mode, uint64_t start, uint32_t acquired,
                                          const paraudit_site* own_site) {
  if (start == 0 || acquired == 0 || !recording())
    return;
  const paraudit_site* site = paraudit_call_site != nullptr ? paraudit_call_site : own_site;
  Inside inside;
  if (!(mode & PARAUDIT_TRY) && paraudit_ticks() - start > kContendedTicks) {
    paraudit_lock_wait_begin(lock, PARAUDIT_OBJECT_SPIN, mode, site);
    paraudit_lock_wait_end(lock, start, 1); // the token is when the wait began
  }
  paraudit_lock_acquired(lock, PARAUDIT_OBJECT_SPIN, mode, site);
}

PARAUDIT_HOOK uint64_t paraudit_user_lock_releasing(const void* lock) {
  if (!recording())
    return 0;
  Inside inside;
  return paraudit_lock_releasing(lock);
}

PARAUDIT_HOOK void paraudit_user_lock_released(const void* lock, uint64_t token) {
  if (token == 0)
    return;
  Inside inside;
  paraudit_lock_released(lock, token);
}
