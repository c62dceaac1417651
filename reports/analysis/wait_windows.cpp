#include "reports/analysis/wait_windows.h"

#include <algorithm>

namespace paraudit::reports {

WaitWindows::WaitWindows(const std::vector<WaitEvent>& waits, std::uint64_t slack) {
  for (const WaitEvent& wait : waits) {
    Interval interval{wait.begin, wait.end + slack};
    windows_[wait.object].intervals_.push_back(interval);
    all_.intervals_.push_back(interval);
  }
  unite(all_.intervals_);
  windows_.for_each_value([](Windows& windows) { unite(windows.intervals_); });
}

void WaitWindows::unite(std::vector<Interval>& list) {
  std::sort(list.begin(), list.end(), [](const Interval& a, const Interval& b) { return a.begin < b.begin; });
  std::size_t last = 0;
  for (std::size_t i = 1; i < list.size(); ++i)
    if (list[i].begin <= list[last].end)
      list[last].end = std::max(list[last].end, list[i].end);
    else
      list[++last] = list[i];
  list.resize(list.empty() ? 0 : last + 1);
}

void WaitWindows::rewind() {
  all_.next_ = 0;
  windows_.for_each_value([](Windows& windows) { windows.next_ = 0; });
}

} // namespace paraudit::reports
