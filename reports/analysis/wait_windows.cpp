#include "reports/analysis/wait_windows.h"

#include <algorithm>

#include "reports/analysis/merge_runs.h"

namespace paraudit::reports {

WaitWindows::WaitWindows(const std::vector<WaitEvent>& waits) {
  for (const WaitEvent& wait : waits)
    windows_[wait.object].intervals_.push_back({wait.begin, wait.end});
  windows_.for_each_value([](Windows& windows) { unite(windows.intervals_); });
}

void WaitWindows::unite(std::vector<Interval>& list) {
  merge_runs(list.data(), list.data() + list.size(),
             [](const Interval& a, const Interval& b) { return a.begin < b.begin; });
  std::size_t last = 0;
  for (std::size_t i = 1; i < list.size(); ++i)
    if (list[i].begin <= list[last].end)
      list[last].end = std::max(list[last].end, list[i].end);
    else
      list[++last] = list[i];
  list.resize(list.empty() ? 0 : last + 1);
}

void WaitWindows::rewind() {
  windows_.for_each_value([](Windows& windows) { windows.next_ = windows.followed_ = 0; });
}

} // namespace paraudit::reports
