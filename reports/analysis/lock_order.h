// The report's lock-order section from the graph: edges, cycles with witnesses and status, coverage of the static
// pairs.
//
// Status of a cycle: observed where every edge was recorded and the witnesses pass Goodlock's filters; possible where
// some edges are recorded and the rest are the checker's, or where the checker names the cycle and the recording does
// not settle it; static_only where nothing of it was recorded. Cycles of static edges alone are taken from the findings
// as they are: the checker has filtered them with more knowledge than the edges carry. Thread-safety: pure. Limit: 200
// cycles, shortest first.
#ifndef PARAUDIT_REPORTS_ANALYSIS_LOCK_ORDER_H
#define PARAUDIT_REPORTS_ANALYSIS_LOCK_ORDER_H

#include <vector>

#include "reports/analysis/order_graph.h"
#include "reports/analysis/report.h"

namespace paraudit::reports {

LockOrder analyze_lock_order(const OrderGraph& graph, const Findings& findings, const LockTable& table,
                             const std::vector<RunJoin>& runs);

} // namespace paraudit::reports

#endif
