// The stretches of time in which somebody waited for an object: which releases can be to blame for a wait. Source: the
// union of intervals, by sorting.
//
// Thread-safety: one thread. Cost: building is linear in waits; a question O(1) amortised where times ascend. Memory:
// up to 32 bytes a wait.
#ifndef PARAUDIT_REPORTS_ANALYSIS_WAIT_WINDOWS_H
#define PARAUDIT_REPORTS_ANALYSIS_WAIT_WINDOWS_H

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "reports/analysis/object_events.h"

namespace paraudit::reports {

class WaitWindows {
 public:
  struct Interval {
    std::uint64_t begin, end; // (begin, end]
  };
  class Windows {
   public:
    // Whether a release at this time, by the thread that is asked about since rewind, can be to blame: it fell into a
    // wait, or it is this thread's first after one and by `slack` later at most (attribute_wait looks no further).
    // Times are asked for in about ascending order.
    bool bear(std::uint64_t time) {
      if (holds(time))
        return true;
      if (next_ == 0 || followed_ == next_ || time - intervals_[next_ - 1].end > slack_)
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

    std::span<const Interval> intervals_;
    std::uint64_t slack_ = 0;
    std::size_t next_ = 0;     // the first interval that ends at the time or later
    std::size_t followed_ = 0; // the `next_` of the last release that followed an interval
  };

  // The times at which a release of some object of a class may bear: most releases of a class that is rarely waited
  // for can be left out without a look at their object.
  class ClassTimes {
   public:
    ClassTimes() = default;
    explicit ClassTimes(std::span<const Interval> intervals) : intervals_(intervals) {}
    bool may_bear(std::uint64_t time) {
      if (time - begin_ >= length_)
        find_stretch(time);
      return bears_;
    }

   private:
    void find_stretch(std::uint64_t time);

    std::span<const Interval> intervals_;
    std::uint64_t begin_ = 0, length_ = 0; // of the stretch, in an interval or between two, that the last time lay in
    bool bears_ = false;
  };

  // The waits must be grouped.
  WaitWindows(const ObjectEvents& events, std::uint64_t slack);
  // nullptr when nobody ever waited for the object.
  Windows* of(std::uint32_t object) { return windows_[object].intervals_.empty() ? nullptr : &windows_[object]; }
  // By the upper half of its objects' keys; nothing when nobody ever waited for one of them.
  std::optional<ClassTimes> of_class(std::uint64_t upper) const;
  // Before another thread's releases.
  void rewind();

 private:
  void add_object(const ObjectEvents& events, std::uint32_t object);
  void add_to_class(std::uint64_t upper, const Windows& windows);

  std::uint64_t slack_;
  std::vector<Interval> intervals_;           // object by object
  std::vector<Windows> windows_;              // by object
  FlatTable<std::vector<Interval>> by_class_; // each with the slack after it
};

} // namespace paraudit::reports

#endif
