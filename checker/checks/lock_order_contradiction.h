// paraudit-lock-order-contradiction: a lock acquired against the declared order, or declared orders that form a cycle.
// Primary location: the inner acquisition; of declarations alone, the one that closes the cycle.
#ifndef PARAUDIT_CHECKER_CHECKS_LOCK_ORDER_CONTRADICTION_H
#define PARAUDIT_CHECKER_CHECKS_LOCK_ORDER_CONTRADICTION_H

#include "checker/checks/check.h"

namespace paraudit::checks {

void check_lock_order_contradiction(const link::Program& program, const CheckInfo& self, Findings& findings);

} // namespace paraudit::checks

#endif
