// paraudit-undocumented: shared state or a nested lock pair with no entry in the ledger. Only where one is given.
// Primary location: the state's definition, or the pair's inner acquisition.
#ifndef PARAUDIT_CHECKER_CHECKS_UNDOCUMENTED_H
#define PARAUDIT_CHECKER_CHECKS_UNDOCUMENTED_H

#include "checker/checks/check.h"

namespace paraudit::checks {

void check_undocumented(const link::Program& program, const CheckInfo& self, Findings& findings);

} // namespace paraudit::checks

#endif
