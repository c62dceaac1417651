// What the checks on shared state have in common: severity by reachability, accesses as related places.
//
// Thread-safety: free functions without state.
#ifndef PARAUDIT_CHECKER_CHECKS_STATE_FINDING_H
#define PARAUDIT_CHECKER_CHECKS_STATE_FINDING_H

#include "checker/checks/check.h"

namespace paraudit::checks {

// Whether what the program is seen to run writes it while other threads may run.
bool changes_while_threads_run(const link::Program& program, const link::SharedState& shared);

// Every write there is goes through a const path: the object looks constant to its users.
bool changes_only_behind_const(const link::SharedState& shared);

// A finding at the object's definition, with its writes and then its reads as related places.
Finding make_state_finding(const link::Program& program, const CheckInfo& self, const link::SharedState& shared,
                           std::string message);

struct StateFinding {
  link::StateId state = link::kNoId;
  Finding finding;
};

// Adds the findings; of objects that one macro declares, wherever it is used, the first, which then tells how many more
// there are: they are one defect, and mended in one place.
void add_folded(const link::Program& program, std::vector<StateFinding> made, Findings& findings);

// "written in 'f', 'g' and 2 more functions"
std::string writers_text(const link::Program& program, const link::SharedState& shared);

} // namespace paraudit::checks

#endif
