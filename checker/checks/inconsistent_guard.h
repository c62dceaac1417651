// paraudit-inconsistent-guard: accesses to one state hold different, disjoint locks, which exclude nobody.
// Primary location: the access whose lock is in the minority.
#ifndef PARAUDIT_CHECKER_CHECKS_INCONSISTENT_GUARD_H
#define PARAUDIT_CHECKER_CHECKS_INCONSISTENT_GUARD_H

#include "checker/checks/check.h"

namespace paraudit::checks {

void check_inconsistent_guard(const link::Program& program, const CheckInfo& self, Findings& findings);

} // namespace paraudit::checks

#endif
