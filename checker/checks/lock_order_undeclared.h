// paraudit-lock-order-undeclared: two locks are nested and no order between them is declared. One finding a pair.
// Primary location: the inner acquisition of the pair's first witness.
#ifndef PARAUDIT_CHECKER_CHECKS_LOCK_ORDER_UNDECLARED_H
#define PARAUDIT_CHECKER_CHECKS_LOCK_ORDER_UNDECLARED_H

#include "checker/checks/check.h"

namespace paraudit::checks {

void check_lock_order_undeclared(const link::Program& program, const CheckInfo& self, Findings& findings);

} // namespace paraudit::checks

#endif
