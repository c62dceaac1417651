// Code that runs under double-checked locking: an atomic is read before a lock is taken, and tested again under it.
//
// What such a section does is seen by whoever reads the atomic next, with the lock or without: its lock serialises
// those that come by at first, and says nothing of who may use the result. Cost: linear in the events of functions that
// test an atomic. Thread-safety: const after construction.
#ifndef PARAUDIT_CHECKER_LINK_DOUBLE_CHECKED_H
#define PARAUDIT_CHECKER_LINK_DOUBLE_CHECKED_H

#include "checker/link/summary.h"

#include <set>
#include <utility>

namespace paraudit::link {

class DoubleChecked {
 public:
  DoubleChecked(const ProgramIndex& index, const Summaries& summaries);

  bool covers(FunctionId function, facts::EventId event) const { return covered_.contains({function, event}); }

 private:
  void visit(FunctionId function);

  const ProgramIndex& index_;
  const Summaries& summaries_;
  std::set<std::pair<FunctionId, facts::EventId>> covered_;
};

} // namespace paraudit::link

#endif
