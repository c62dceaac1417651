// The stretches of time in which somebody waited for an object: which releases can be to blame for a wait. Source: the
// union of intervals, by sorting.
//
// Thread-safety: one thread. Cost: building is linear in waits that come thread by thread (merge_runs.h); a question
// O(1) amortised where times ascend.
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
    // Whether a release at this time, by the thread that is asked about since rewind, can be to blame: it fell into a
    // wait, or it is this thread's first after one and by `slack` later at most (attribute_waits looks no further).
    // Times are asked for in about ascending order.
    bool bear(std::uint64_t time, std::uint64_t slack) {
      if (holds(time))
        return true;
      if (next_ == 0 || followed_ == next_ || time - intervals_[next_ - 1].end > slack)
        return false;
      followed_ = next_;
      return true;
    }

   private:
    friend class WaitWindows;
    bool holds(std::uint64_t time) {
      while (next_ > 0 && intervals_[next_ - 1].end >= time)
        --next_;
      while (next_ < intervals_.size() && intervals_[next_].end < time)
        ++next_;
      return next_ < intervals_.size() && intervals_[next_].begin < time;
    }

    std::vector<Interval> intervals_;
    std::size_t next_ = 0;     // the first interval that ends at the time or later
    std::size_t followed_ = 0; // the `next_` of the last release that followed an interval
  };

  explicit WaitWindows(const std::vector<WaitEvent>& waits);
  // nullptr when nobody ever waited for the object.
  Windows* of(std::uint64_t object) { return windows_.find(object); }
  // Calls visit(object) for each object that somebody waited for.
  template <class Visit> void for_each_object(Visit visit) const {
    windows_.for_each([&](std::uint64_t object, const Windows&) { visit(object); });
  }
  // Before another thread's releases.
  void rewind();

 private:
  static void unite(std::vector<Interval>& list);

  FlatTable<Windows> windows_;
};

} // namespace paraudit::reports

#endif
