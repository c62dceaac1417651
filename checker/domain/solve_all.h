// Solves every function of some units, callees before callers, so that each call sees what its callee leaves behind.
//
// Thread-safety: pure but for the given units. Cost: the sum of the functions' own; recursion is cut where it closes
// (the delta known so far stands in). Link calls it with all units, extraction with one.
#ifndef PARAUDIT_CHECKER_DOMAIN_SOLVE_ALL_H
#define PARAUDIT_CHECKER_DOMAIN_SOLVE_ALL_H

#include "checker/facts/facts.h"

#include <functional>
#include <string>
#include <vector>

namespace paraudit::domain {

// Symbols that a call without one fixed callee may reach (virtual, through pointers); none: unknown, no effect.
using TargetsOf = std::function<std::vector<std::string>(const facts::Event& call)>;

void solve_all(const std::vector<facts::TuFacts*>& units, const TargetsOf& targets_of);

} // namespace paraudit::domain

#endif
