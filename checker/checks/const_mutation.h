// paraudit-const-mutation: a const function changes state with no lock held, though const promises that concurrent
// calls are safe. Primary location: the definition of the const function that changes the state.
#ifndef PARAUDIT_CHECKER_CHECKS_CONST_MUTATION_H
#define PARAUDIT_CHECKER_CHECKS_CONST_MUTATION_H

#include "checker/checks/check.h"

namespace paraudit::checks {

void check_const_mutation(const link::Program& program, const CheckInfo& self, Findings& findings);

} // namespace paraudit::checks

#endif
