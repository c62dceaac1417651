// paraudit-guarded-escape: a pointer, reference, iterator or view of guarded state outlives the critical section.
// Primary location: the escape.
#ifndef PARAUDIT_CHECKER_CHECKS_GUARDED_ESCAPE_H
#define PARAUDIT_CHECKER_CHECKS_GUARDED_ESCAPE_H

#include "checker/checks/check.h"

namespace paraudit::checks {

void check_guarded_escape(const link::Program& program, const CheckInfo& self, Findings& findings);

} // namespace paraudit::checks

#endif
