// The acquisition graph over lock classes, its feasible cycles and the self-deadlocks.
//
// An edge says: a thread that holds `before` acquires `after`. A cycle is feasible when its witnesses can be executed
// at once by different threads, each waits (no try), no two of them share a gate lock, and at each lock one of the two
// is exclusive. Source of the feasibility rules: the Goodlock family of deadlock detectors.
// Cost: cycles of up to 8 locks are searched for, with a budget of steps an edge. Output order
// depends on names alone. Thread-safety: const after construction.
#ifndef PARAUDIT_CHECKER_LINK_LOCK_ORDER_H
#define PARAUDIT_CHECKER_LINK_LOCK_ORDER_H

#include "checker/link/contexts.h"
#include "checker/link/declared_order.h"
#include "checker/link/summary.h"

#include <map>
#include <set>
#include <utility>
#include <vector>

namespace paraudit::link {

struct LockEdge {
  LockId before = kNoId;
  LockId after = kNoId;
  bool declared = false;                // before -> after, or through others
  bool declared_reverse = false;        // after -> before is what the source declares
  std::vector<const NestedPair*> pairs; // shortest witness first
};

struct LockCycle {
  std::vector<const LockEdge*> edges; // rotated so that the smallest edge comes first
  std::vector<const NestedPair*> witnesses;
};

class LockOrder {
 public:
  LockOrder(const ProgramIndex& index, const Summaries& summaries, const Contexts& contexts,
            const std::vector<StatedPair>& stated);

  const std::vector<LockEdge>& edges() const { return edges_; }
  const std::vector<LockCycle>& cycles() const { return cycles_; }
  // One pair for each lock and inner acquisition, the shortest witness.
  const std::vector<const NestedPair*>& self_deadlocks() const { return self_deadlocks_; }
  const DeclaredOrder& declared() const { return declared_; }
  // The lock is acquired again on the same object, and waits for itself.
  bool is_self_deadlock(const NestedPair& pair) const;

 private:
  void collect(const std::vector<NestedPair>& pairs);
  void keep_shortest_self_deadlocks(std::vector<const NestedPair*> pairs);
  void mark_declared();
  void find_cycles();
  bool extend(std::vector<const LockEdge*>& path, size_t limit);
  bool choose(const std::vector<const LockEdge*>& edges, std::vector<const NestedPair*>& chosen);
  bool is_feasible(const std::vector<const NestedPair*>& witnesses) const;
  bool share_gate(const NestedPair& a, const NestedPair& b, const std::vector<const NestedPair*>& cycle) const;
  bool is_read_only_at(const NestedPair& holder, const NestedPair& waiter) const;
  std::vector<HeldLock> all_held(const NestedPair& pair) const;
  bool repeats_self_deadlock(const std::vector<const NestedPair*>& witnesses) const;
  void add_cycle(std::vector<const LockEdge*> edges, std::vector<const NestedPair*> witnesses);
  bool name_less(const LockEdge* a, const LockEdge* b) const;

  const ProgramIndex& index_;
  const Contexts& contexts_;
  DeclaredOrder declared_;
  std::vector<LockEdge> edges_;
  std::map<LockId, std::vector<const LockEdge*>> from_;
  std::vector<LockCycle> cycles_;
  std::vector<const NestedPair*> self_deadlocks_;
  std::set<const LockEdge*> covered_;
  size_t budget_ = 0;
};

// The last hop of a witness: where the acquisition itself is.
const Hop& last_hop(const Hop& hop);
Site site_of_hop(const ProgramIndex& index, const Hop& hop);

} // namespace paraudit::link

#endif
