// The order of lock classes that the source (acquired_before, acquired_after) or a ledger declares, with its transitive
// closure and the declarations that contradict each other.
//
// Cost: one search a question. Limits: arguments of attributes that are no plain path are not followed.
// Thread-safety: const after construction.
#ifndef PARAUDIT_CHECKER_LINK_DECLARED_ORDER_H
#define PARAUDIT_CHECKER_LINK_DECLARED_ORDER_H

#include "checker/link/program_index.h"

#include <map>
#include <vector>

namespace paraudit::link {

struct DeclaredEdge {
  LockId before = kNoId;
  LockId after = kNoId;
  Site site; // what says so
};

// An order by the locks' canonical names, as a ledger states it; names that no lock has are passed over.
struct StatedPair {
  std::string before;
  std::string after;
  Site site;
};

class DeclaredOrder {
 public:
  DeclaredOrder(const ProgramIndex& index, const std::vector<StatedPair>& stated);

  // Declared directly or through others.
  bool is_before(LockId before, LockId after) const { return !chain(before, after).empty(); }
  // The declarations that say so, shortest chain; empty where none does.
  std::vector<DeclaredEdge> chain(LockId before, LockId after) const;
  // Each cycle of declarations: first the one that closes it, in the order of the source, then the others.
  const std::vector<std::vector<DeclaredEdge>>& cycles() const { return cycles_; }

 private:
  void find_cycles(std::vector<DeclaredEdge> edges);

  std::map<LockId, std::vector<DeclaredEdge>> from_;
  std::vector<std::vector<DeclaredEdge>> cycles_;
};

} // namespace paraudit::link

#endif
