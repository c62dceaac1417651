// paraudit-parallel-candidate: a serial loop over a collection that could run in parallel, or could but for a few
// obstacles. Off unless named. Primary location: the loop.
#ifndef PARAUDIT_CHECKER_CHECKS_PARALLEL_CANDIDATE_H
#define PARAUDIT_CHECKER_CHECKS_PARALLEL_CANDIDATE_H

#include "checker/checks/check.h"

namespace paraudit::checks {

void check_parallel_candidate(const link::Program& program, const CheckInfo& self, Findings& findings);

} // namespace paraudit::checks

#endif
