// paraudit-check-then-act: a state is tested in one critical section and acted on in another of the same lock, which
// does not test again. Primary location: the act, or the call that contains it.
#ifndef PARAUDIT_CHECKER_CHECKS_CHECK_THEN_ACT_H
#define PARAUDIT_CHECKER_CHECKS_CHECK_THEN_ACT_H

#include "checker/checks/check.h"

namespace paraudit::checks {

void check_check_then_act(const link::Program& program, const CheckInfo& self, Findings& findings);

} // namespace paraudit::checks

#endif
