// The verdict on each watched state (paraudit-clang --watch): confirmed, where two threads touched one object of it,
// one of them to write, with no lock in common and nothing recorded that orders them (AccessOrder); consistent, where
// it was touched and nothing of that was seen; never exercised; not watched.
//
// Two accesses that are both atomic do not race. Order that is not recorded (a read-modify-write, a queue whose mutex
// is all there is, code that was not compiled to tell) is not seen: such accesses count as unordered. Several processes
// are judged apart, the worst verdict counts.
//
// The lockset test with happens-before: Savage et al., "Eraser" (1997); O'Callahan and Choi, "Hybrid dynamic data race
// detection" (2003).
//
// Thread-safety: const use is safe. Cost: for each object quadratic in its different (thread, site, locks), of which
// no more than a few thousand are looked at.
#ifndef PARAUDIT_REPORTS_ANALYSIS_WATCHED_STATE_H
#define PARAUDIT_REPORTS_ANALYSIS_WATCHED_STATE_H

#include <map>
#include <string>
#include <vector>

#include "reports/analysis/lock_table.h"

namespace paraudit::reports {

class WatchedStates {
 public:
  WatchedStates(const std::vector<RunJoin>& runs, const LockTable& table);

  StateEntry entry_of(const SharedState& state) const;

 private:
  struct Verdict {
    bool touched = false;
    StateUse use;
  };
  std::map<std::string, Verdict> verdicts_; // by the state's id; those that some run watched
};

} // namespace paraudit::reports

#endif
