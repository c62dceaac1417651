// paraudit-lock-order-inversion: a feasible cycle in the acquisition graph over two or more lock classes.
// Primary location: the inner acquisition of the cycle's smallest edge, so that it never moves between runs.
#ifndef PARAUDIT_CHECKER_CHECKS_LOCK_ORDER_INVERSION_H
#define PARAUDIT_CHECKER_CHECKS_LOCK_ORDER_INVERSION_H

#include "checker/checks/check.h"

namespace paraudit::checks {

void check_lock_order_inversion(const link::Program& program, const CheckInfo& self, Findings& findings);

} // namespace paraudit::checks

#endif
