// paraudit-unguarded-access: state is accessed without the lock that guards it by declaration or by inference.
// Primary location: the access.
#ifndef PARAUDIT_CHECKER_CHECKS_UNGUARDED_ACCESS_H
#define PARAUDIT_CHECKER_CHECKS_UNGUARDED_ACCESS_H

#include "checker/checks/check.h"

namespace paraudit::checks {

void check_unguarded_access(const link::Program& program, const CheckInfo& self, Findings& findings);

} // namespace paraudit::checks

#endif
