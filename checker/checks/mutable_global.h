// paraudit-mutable-global: an object with static storage duration that changes after initialisation, with no
// synchronisation of its own and no lock that all accesses share. Primary location: the object's definition.
#ifndef PARAUDIT_CHECKER_CHECKS_MUTABLE_GLOBAL_H
#define PARAUDIT_CHECKER_CHECKS_MUTABLE_GLOBAL_H

#include "checker/checks/check.h"

namespace paraudit::checks {

void check_mutable_global(const link::Program& program, const CheckInfo& self, Findings& findings);

} // namespace paraudit::checks

#endif
