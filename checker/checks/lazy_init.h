// paraudit-lazy-init: shared state is tested and then initialised without synchronisation, or by double-checked locking
// with a flag that is not atomic or has relaxed order. Primary location: the test.
#ifndef PARAUDIT_CHECKER_CHECKS_LAZY_INIT_H
#define PARAUDIT_CHECKER_CHECKS_LAZY_INIT_H

#include "checker/checks/check.h"

namespace paraudit::checks {

void check_lazy_init(const link::Program& program, const CheckInfo& self, Findings& findings);

} // namespace paraudit::checks

#endif
