// paraudit-self-deadlock: a non-recursive lock acquired again on the same object while the same thread holds it.
// Primary location: the second acquisition, in the callee where it happens.
#ifndef PARAUDIT_CHECKER_CHECKS_SELF_DEADLOCK_H
#define PARAUDIT_CHECKER_CHECKS_SELF_DEADLOCK_H

#include "checker/checks/check.h"

namespace paraudit::checks {

void check_self_deadlock(const link::Program& program, const CheckInfo& self, Findings& findings);

} // namespace paraudit::checks

#endif
