// A program that installs a seccomp filter may be killed for a system call that it does not make itself: from then on
// neither we nor the recorder make one. Threads of the process that no filter was installed for are not told apart.
#include "instrument/preload/confine.h"

#include "instrument/preload/real.h"
#include "instrument/preload/symbols.h"
#include "instrument/preload/thread_state.h"

#include <linux/prctl.h>
#include <linux/seccomp.h>
#include <sys/syscall.h>

using namespace paraudit::preload;

namespace {

void confine(uint32_t confinement) {
  Inside inside;
  if (confinement != PARAUDIT_UNCONFINED)
    leave_files_alone(true);
  paraudit_confine(confinement);
  if (confinement == PARAUDIT_UNCONFINED)
    leave_files_alone(false);
}

/// What the call will do. One without a filter only asks what the kernel can.
uint32_t confinement_of(long number, long operation, long argument, long filter) {
  bool by_prctl = number == SYS_prctl && operation == PR_SET_SECCOMP;
  if (by_prctl ? argument == SECCOMP_MODE_STRICT : number == SYS_seccomp && operation == SECCOMP_SET_MODE_STRICT)
    return PARAUDIT_CONFINED_STRICTLY;
  bool by_filter = by_prctl || (number == SYS_seccomp && operation == SECCOMP_SET_MODE_FILTER);
  return by_filter && filter != 0 ? PARAUDIT_CONFINED : PARAUDIT_UNCONFINED;
}

} // namespace

namespace paraudit::preload {

bool begin_confinement(long number, long operation, long argument, long filter) {
  uint32_t confinement = confinement_of(number, operation, argument, filter);
  if (confinement == PARAUDIT_UNCONFINED || paraudit_recording() == 0)
    return false;
  confine(confinement);
  return true;
}

void end_confinement() {
  confine(PARAUDIT_UNCONFINED);
}

} // namespace paraudit::preload

// Variadic in the C library, with up to four more integers of a register each.
PARAUDIT_INTERPOSE prctl(int operation, unsigned long a, unsigned long b, unsigned long c, unsigned long d) noexcept {
  bool begun = begin_confinement(SYS_prctl, operation, static_cast<long>(a), static_cast<long>(b));
  int result = PARAUDIT_CALL_REAL(prctl)(operation, a, b, c, d);
  if (begun && result < 0)
    end_confinement();
  return result;
}
