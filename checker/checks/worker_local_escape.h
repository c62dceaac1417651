// paraudit-worker-local-escape: a reference to a thread's or worker's own object gets to where another thread can reach
// it, or is used after a point at which the task may go on elsewhere. Primary location: the escape, or that use.
#ifndef PARAUDIT_CHECKER_CHECKS_WORKER_LOCAL_ESCAPE_H
#define PARAUDIT_CHECKER_CHECKS_WORKER_LOCAL_ESCAPE_H

#include "checker/checks/check.h"

namespace paraudit::checks {

void check_worker_local_escape(const link::Program& program, const CheckInfo& self, Findings& findings);

} // namespace paraudit::checks

#endif
