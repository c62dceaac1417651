// paraudit-ledger-stale: an entry of the ledger whose subject is gone, moved, changed its guard, or contradicts what
// the entry states. Only where a ledger is given. Primary location: the entry, in the ledger.
#ifndef PARAUDIT_CHECKER_CHECKS_LEDGER_STALE_H
#define PARAUDIT_CHECKER_CHECKS_LEDGER_STALE_H

#include "checker/checks/check.h"

namespace paraudit::checks {

void check_ledger_stale(const link::Program& program, const CheckInfo& self, Findings& findings);

} // namespace paraudit::checks

#endif
