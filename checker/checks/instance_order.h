// paraudit-instance-order: two instances of one lock class held together, and nothing decides which comes first.
// Primary location: the inner acquisition.
#ifndef PARAUDIT_CHECKER_CHECKS_INSTANCE_ORDER_H
#define PARAUDIT_CHECKER_CHECKS_INSTANCE_ORDER_H

#include "checker/checks/check.h"

namespace paraudit::checks {

void check_instance_order(const link::Program& program, const CheckInfo& self, Findings& findings);

} // namespace paraudit::checks

#endif
