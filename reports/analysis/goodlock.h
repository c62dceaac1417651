// Whether a cycle of the lock-order graph can deadlock, from its recorded witnesses: one witness per edge such that the
// threads are distinct, no two of them hold a common gate lock, none had ended before another began to acquire, and
// each waits for a lock that its predecessor holds in a mode that excludes it.
//
// Source: K. Havelund, "Using runtime analysis to guide model checking of Java programs" (GoodLock, 2000), and its
// extension by gate locks, readers and thread order. Thread-safety: pure. Limit: 10^5 partial assignments; beyond that
// kFeasible (a cycle that may be real is shown).
#ifndef PARAUDIT_REPORTS_ANALYSIS_GOODLOCK_H
#define PARAUDIT_REPORTS_ANALYSIS_GOODLOCK_H

#include <vector>

#include "reports/analysis/order_graph.h"

namespace paraudit::reports {

enum class Feasibility { kFeasible, kOneThread, kGateLock, kThreadOrder, kReaders };

struct CycleCheck {
  Feasibility result = Feasibility::kFeasible;
  std::vector<EdgeWitness> witnesses; // one per edge, when feasible
};

// `edges` in the cycle's order: the lock acquired by one is the lock held first in the next.
CycleCheck check_cycle(const std::vector<const GraphEdge*>& edges, const std::vector<RunJoin>& runs);

} // namespace paraudit::reports

#endif
