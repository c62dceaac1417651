// Whether cycles of the lock-order graph can deadlock, from their recorded witnesses: one witness per edge such that
// the threads are distinct, no two of them hold a common lock (a gate), none had ended, or its
// pool's phase had, before another began to acquire,
// and each waits for a lock that its successor holds in a mode that excludes it. Readers do not exclude readers; a try
// waits for nothing. A shared lock that its reader takes again is a cycle of one: a writer that queues in between stops
// both, unless the lock is of a kind whose readers pass waiting writers.
//
// Source: K. Havelund, "Using runtime analysis to guide model checking of Java programs" (GoodLock, 2000); search by
// growing length after P. Joshi et al., "A randomized dynamic program analysis technique for detecting real deadlocks"
// (iGoodlock, PLDI 2009). Thread-safety: pure. Cost: exponential in the worst case, therefore bounded: 10^5 partial
// assignments for one cycle, 10^6 for the search.
#ifndef PARAUDIT_REPORTS_ANALYSIS_GOODLOCK_H
#define PARAUDIT_REPORTS_ANALYSIS_GOODLOCK_H

#include <vector>

#include "reports/analysis/cycle_search.h"
#include "reports/analysis/order_graph.h"

namespace paraudit::reports {

enum class Feasibility { kFeasible, kOneThread, kGateLock, kThreadOrder, kReaders };

struct CycleCheck {
  Feasibility result = Feasibility::kFeasible;
  std::vector<EdgeWitness> witnesses; // one per edge, when feasible
};

// One given cycle. `edges` in the cycle's order: the lock acquired by one is the lock held first in the next. Beyond
// the bound kFeasible: a cycle that may be real is shown.
CycleCheck check_cycle(const std::vector<const GraphEdge*>& edges, const std::vector<RunJoin>& runs);

struct FeasibleCycle {
  Cycle locks;                        // the smallest first; one lock: its instances, or a reader that reads again
  std::vector<EdgeWitness> witnesses; // one per edge
};
struct FeasibleCycles {
  std::vector<FeasibleCycle> cycles; // by length
  bool complete = true;              // false: the bound, or `limit`, was reached
};

// For every recorded edge that lies on a cycle that can deadlock, a shortest such cycle; each once. Cycles of locks
// first, whatever the instances were: the same code may run on others. Then cycles of instances, which may pass a lock
// twice.
FeasibleCycles feasible_cycles(const OrderGraph& graph, const std::vector<RunJoin>& runs, std::size_t limit);

} // namespace paraudit::reports

#endif
