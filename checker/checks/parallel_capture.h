// paraudit-parallel-capture: a callable given to a parallel construct changes what other tasks see, unsynchronised.
// Primary location: the change.
#ifndef PARAUDIT_CHECKER_CHECKS_PARALLEL_CAPTURE_H
#define PARAUDIT_CHECKER_CHECKS_PARALLEL_CAPTURE_H

#include "checker/checks/check.h"

namespace paraudit::checks {

void check_parallel_capture(const link::Program& program, const CheckInfo& self, Findings& findings);

} // namespace paraudit::checks

#endif
