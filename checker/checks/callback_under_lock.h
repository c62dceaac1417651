// paraudit-callback-under-lock: code that the lock's owner cannot see is called with the lock held. Primary location:
// the call.
#ifndef PARAUDIT_CHECKER_CHECKS_CALLBACK_UNDER_LOCK_H
#define PARAUDIT_CHECKER_CHECKS_CALLBACK_UNDER_LOCK_H

#include "checker/checks/check.h"

namespace paraudit::checks {

void check_callback_under_lock(const link::Program& program, const CheckInfo& self, Findings& findings);

} // namespace paraudit::checks

#endif
