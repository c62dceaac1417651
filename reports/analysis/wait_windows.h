// The stretches of time in which somebody waited for an object: which releases can be to blame for a wait. Source: the
// union of intervals, by sorting.
//
// Thread-safety: one thread. Cost: building n log n in waits; a question O(1) amortised where times ascend.
#ifndef PARAUDIT_REPORTS_ANALYSIS_WAIT_WINDOWS_H
#define PARAUDIT_REPORTS_ANALYSIS_WAIT_WINDOWS_H

#include <cstdint>
#include <vector>

#include "reports/analysis/blame.h"
#include "reports/analysis/flat_table.h"

namespace paraudit::reports {

class WaitWindows {
 public:
  struct Interval {
    std::uint64_t begin, end; // (begin, end]
  };
  class Windows {
   public:
    // Times are asked for in about ascending order, from rewind on.
    bool holds(std::uint64_t time) {
      while (next_ > 0 && intervals_[next_ - 1].end >= time)
        --next_;
      while (next_ < intervals_.size() && intervals_[next_].end < time)
        ++next_;
      return next_ < intervals_.size() && intervals_[next_].begin < time;
    }

   private:
    friend class WaitWindows;
    std::vector<Interval> intervals_;
    std::size_t next_ = 0; // the first interval that ends at the time or later
  };

  // A wait's window ends `slack` after it.
  WaitWindows(const std::vector<WaitEvent>& waits, std::uint64_t slack);
  // nullptr when nobody ever waited for the object.
  Windows* of(std::uint64_t object) { return windows_.find(object); }
  // All of them together: most releases fall into nobody's wait.
  bool any_holds(std::uint64_t time) { return all_.holds(time); }
  void rewind();

 private:
  static void unite(std::vector<Interval>& list);

  FlatTable<Windows> windows_;
  Windows all_;
};

} // namespace paraudit::reports

#endif
