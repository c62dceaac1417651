#include "reports/analysis/wait_windows.h"

#include <algorithm>

#include "reports/analysis/merge_runs.h"

namespace paraudit::reports {
namespace {

using Interval = WaitWindows::Interval;

// Adds an interval to those from index `first` on, which begin no later.
void unite(std::vector<Interval>& list, std::size_t first, const Interval& interval) {
  if (list.size() > first && interval.begin <= list.back().end)
    list.back().end = std::max(list.back().end, interval.end);
  else
    list.push_back(interval);
}

} // namespace

WaitWindows::WaitWindows(const ObjectEvents& events, std::uint64_t slack) : slack_(slack), windows_(events.size()) {
  intervals_.reserve(events.waits().size()); // `windows_` point into it
  for (std::uint32_t object = 0; object < windows_.size(); ++object)
    add_object(events, object);
  events.for_each_object([&](std::uint64_t key, std::uint32_t object) { add_to_class(key >> 32, windows_[object]); });
  by_class_.for_each_value([](std::vector<Interval>& list) {
    merge_runs(list.data(), list.data() + list.size(),
               [](const Interval& a, const Interval& b) { return a.begin < b.begin; });
    std::vector<Interval> united;
    for (const Interval& interval : list)
      unite(united, 0, interval);
    list = std::move(united);
  });
}

void WaitWindows::add_object(const ObjectEvents& events, std::uint32_t object) {
  std::size_t first = intervals_.size();
  for (std::uint32_t index : events.waits_of(object))
    unite(intervals_, first, {events.waits()[index].begin, events.waits()[index].end});
  windows_[object].intervals_ = {intervals_.data() + first, intervals_.data() + intervals_.size()};
  windows_[object].slack_ = slack_;
}

void WaitWindows::add_to_class(std::uint64_t upper, const Windows& windows) {
  if (windows.intervals_.empty())
    return;
  std::vector<Interval>& list = by_class_[upper];
  std::size_t first = list.size();
  for (const Interval& interval : windows.intervals_)
    unite(list, first, {interval.begin, interval.end + std::min(slack_, ~interval.end)});
}

std::optional<WaitWindows::ClassTimes> WaitWindows::of_class(std::uint64_t upper) const {
  const std::vector<Interval>* list = by_class_.find(upper);
  return list == nullptr ? std::nullopt : std::optional(ClassTimes(*list));
}

void WaitWindows::ClassTimes::find_stretch(std::uint64_t time) {
  auto next = std::partition_point(intervals_.begin(), intervals_.end(),
                                   [&](const Interval& interval) { return interval.end < time; });
  bears_ = next != intervals_.end() && next->begin < time;
  // Both (begin, end]; after the last interval nothing bears for ever.
  std::uint64_t after = next == intervals_.begin() ? 0 : std::prev(next)->end + 1;
  begin_ = bears_ ? next->begin + 1 : after;
  length_ = next == intervals_.end() ? ~after : (bears_ ? next->end : next->begin) - begin_ + 1;
}

void WaitWindows::rewind() {
  for (Windows& windows : windows_)
    windows.next_ = windows.followed_ = 0;
}

} // namespace paraudit::reports
