// Lockset dataflow over the events of one function: a forward fixpoint that fills in `held`, the locks of guard
// operations, and the exit delta. It knows no AST: extraction runs it with the deltas of the unit, link runs it again
// with those of the whole program, so that guards and helpers defined in other units count.
//
// Thread-safety: pure but for the given unit, of which only `function`, `paths` and `locksets` change.
// Cost: blocks x locks, a handful of passes. Limits: gives up (no_analysis) after kMaxPasses passes over one block.
#ifndef PARAUDIT_CHECKER_DOMAIN_SOLVE_H
#define PARAUDIT_CHECKER_DOMAIN_SOLVE_H

#include "checker/domain/interner.h"
#include "checker/facts/facts.h"

#include <functional>
#include <vector>

namespace paraudit::domain {

inline constexpr int kMaxPasses = 64;

// What a callee changes for its caller, in the callee's own roots. `paths` is the table its ids refer to.
struct CalleeDelta {
  const facts::ExitDelta* delta = nullptr;
  const std::vector<facts::AccessPath>* paths = nullptr;
};

// Deltas of every function a call may reach; none: the call changes no lock. With several targets a lock counts as
// acquired only where all of them acquire it, else as perhaps acquired.
using DeltaLookup = std::function<std::vector<CalleeDelta>(const facts::Event& call)>;

void solve(facts::FunctionFacts& function, Interner& interner, const DeltaLookup& lookup);

} // namespace paraudit::domain

#endif
