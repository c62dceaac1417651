// The lock-order graph: which lock was held (or may be held) while which other was acquired; edges from the recorded
// chains and from the findings, on one set of locks.
//
// Thread-safety: build on one thread, then const use is safe. Cost: quadratic in the depth of a chain, linear in
// chains.
#ifndef PARAUDIT_REPORTS_ANALYSIS_ORDER_GRAPH_H
#define PARAUDIT_REPORTS_ANALYSIS_ORDER_GRAPH_H

#include <map>
#include <utility>
#include <vector>

#include "reports/analysis/lock_table.h"

namespace paraudit::reports {

// One link of a recorded chain.
struct HeldLock {
  std::size_t lock = 0;
  std::uint32_t instance = 0, mode = 0, site = 0;
  bool index_ordered = false; // instances of its class are acquired in index order
};

// One thread, once: it held `before` (and the gates) and acquired `after`.
struct EdgeWitness {
  std::size_t run = 0;
  std::uint32_t thread = 0;
  std::uint64_t ticks = 0;
  HeldLock before, after;
  std::vector<HeldLock> gates;
};

struct GraphEdge {
  bool is_static = false, declared = false;
  std::vector<Place> static_sites;
  std::vector<EdgeWitness> witnesses; // in run, thread, time order
  // A try acquisition never waits, so it closes no cycle.
  bool can_block() const;
};

struct OrderGraph {
  std::map<std::pair<std::size_t, std::size_t>, GraphEdge> edges; // by (before, after), indices into LockTable

  void add_chains(std::size_t run_index, const RunJoin& run, const LockTable& table);
  void add_static(const Findings& findings, LockTable& table);
};

} // namespace paraudit::reports

#endif
