// What this run knows of the program, in the form that a ledger is compared with.
//
// Thread-safety: pure. Places keep paths as findings have them.
#ifndef PARAUDIT_CHECKER_CHECKS_LEDGER_FACTS_H
#define PARAUDIT_CHECKER_CHECKS_LEDGER_FACTS_H

#include "checker/link/link.h"
#include "formats/ledger/compare.h"

#include <vector>

namespace paraudit::checks {

// How the ledger and the program differ; nothing where there is no ledger. A ledger's files are relative to its
// directory or to one above it: only the end of a path is compared.
std::vector<formats::Discrepancy> ledger_discrepancies(const link::Program& program);

// The same word as in findings.json.
std::string synchronization_name(const link::State& state, const link::SharedState& shared);

} // namespace paraudit::checks

#endif
