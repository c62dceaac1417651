// paraudit-blocking-under-lock: a thread that holds a lock waits for something else: input or output, another thread, a
// task, a condition. Primary location: the blocking call.
#ifndef PARAUDIT_CHECKER_CHECKS_BLOCKING_UNDER_LOCK_H
#define PARAUDIT_CHECKER_CHECKS_BLOCKING_UNDER_LOCK_H

#include "checker/checks/check.h"

namespace paraudit::checks {

void check_blocking_under_lock(const link::Program& program, const CheckInfo& self, Findings& findings);

} // namespace paraudit::checks

#endif
