// paraudit-interior-mutable-global: an object with static storage that looks constant to its users but can change
// behind its const interface, unsynchronised. Primary location: the object's definition.
#ifndef PARAUDIT_CHECKER_CHECKS_INTERIOR_MUTABLE_GLOBAL_H
#define PARAUDIT_CHECKER_CHECKS_INTERIOR_MUTABLE_GLOBAL_H

#include "checker/checks/check.h"

namespace paraudit::checks {

void check_interior_mutable_global(const link::Program& program, const CheckInfo& self, Findings& findings);

} // namespace paraudit::checks

#endif
