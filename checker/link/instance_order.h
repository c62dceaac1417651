// Two instances of one lock class held together, where nothing decides which comes first.
//
// An order is decided where a function on the way to the inner acquisition compares the addresses, or the ids, of the
// two objects (directly, by std::less, std::minmax, or by sorting what it then locks), and documented where the
// declaration orders the class against itself (acquired_after(parent->mutex)). Layers that own
// what they pass virtual calls on to are in the order of owners. A pointer that constructors alone set leads to an
// object that is older: a chain of such pointers has an order. Limits: that the comparison leads to the
// order is not proved. A lock that comes by a member that refers to somebody else's may be the very one that is held:
// it counts only where the members of such objects lead to the elements of one container of locks. Thread-safety: const
// after construction.
#ifndef PARAUDIT_CHECKER_LINK_INSTANCE_ORDER_H
#define PARAUDIT_CHECKER_LINK_INSTANCE_ORDER_H

#include "checker/link/lock_order.h"

#include <set>
#include <string>
#include <vector>

namespace paraudit::link {

class InstanceOrder {
 public:
  InstanceOrder(const ProgramIndex& index, const CallGraph& graph, const Summaries& summaries,
                const References& references, const LockOrder& order);

  // One for each lock class and inner acquisition, the shortest witness; by place.
  const std::vector<const NestedPair*>& undecided() const { return undecided_; }

 private:
  bool concerns_instances(const NestedPair& pair) const;
  bool are_others(PathId held, PathId acquired) const;
  bool is_decided(const NestedPair& pair) const;
  bool descends(const NestedPair& pair) const;
  bool follows_chain(const NestedPair& pair) const;
  void find_fixed_fields();
  void choose(const std::vector<const NestedPair*>& open);
  bool decides(FunctionId function, PathId held, PathId acquired) const;
  bool compares(FunctionId function, const facts::Condition& test, PathId held, PathId acquired) const;

  const ProgramIndex& index_;
  const CallGraph& graph_;
  const References& references_;
  const LockOrder& order_;
  std::set<std::string> taken_inside_; // objects whose locks are taken with another of any class held
  std::set<std::string> constructed_;  // fields that a constructor of their object sets,
  std::set<std::string> changing_;     // ... and that others do
  std::vector<const NestedPair*> undecided_;
};

} // namespace paraudit::link

#endif
