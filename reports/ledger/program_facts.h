// What a report, of findings and recorded runs, says about the program, in the form that a ledger is compared with. One
// that was read from its file says the same.
//
// Thread-safety: pure. Pairs come from both: one that only a trace shows is there as well, where both locks are known
// to the checker.
#ifndef PARAUDIT_REPORTS_LEDGER_PROGRAM_FACTS_H
#define PARAUDIT_REPORTS_LEDGER_PROGRAM_FACTS_H

#include "formats/ledger/compare.h"
#include "formats/ledger/splice.h"
#include "reports/analysis/report.h"

namespace paraudit::reports {

formats::ProgramFacts program_facts(const Report& report);

// The text of `ledger` with an entry for all that compare() calls new.
std::string updated_ledger(const formats::Ledger& ledger, const formats::ProgramFacts& facts);

} // namespace paraudit::reports

#endif
