// paraudit-nondeterminism: a result depends on the schedule, or on addresses and hashes. Primary location: the append,
// the drawing of the number, the output.
#ifndef PARAUDIT_CHECKER_CHECKS_NONDETERMINISM_H
#define PARAUDIT_CHECKER_CHECKS_NONDETERMINISM_H

#include "checker/checks/check.h"

namespace paraudit::checks {

void check_nondeterminism(const link::Program& program, const CheckInfo& self, Findings& findings);

} // namespace paraudit::checks

#endif
