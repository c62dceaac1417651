#include "reports/analysis/blame.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace paraudit::reports {
namespace {

using Order = std::vector<std::size_t>;

Order by_object_and_time(const std::vector<ReleaseEvent>& releases) {
  Order order(releases.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const ReleaseEvent &x = releases[a], &y = releases[b];
    return std::tie(x.object, x.time, x.thread, a) < std::tie(y.object, y.time, y.thread, b);
  });
  return order;
}

// The releases that bear on one wait, in time order.
struct Window {
  std::vector<std::size_t> inside;        // ended a piece
  std::size_t late = BlamePiece::kNobody; // ended the wait, stamped a little later
};

Window window_of(const WaitEvent& wait, const std::vector<ReleaseEvent>& releases, const Order& order,
                 std::uint64_t slack) {
  Window window;
  auto it = std::partition_point(order.begin(), order.end(), [&](std::size_t i) {
    return std::tie(releases[i].object, releases[i].time) <= std::tie(wait.object, wait.begin);
  });
  for (; it != order.end() && releases[*it].object == wait.object; ++it) {
    const ReleaseEvent& release = releases[*it];
    bool own = release.thread == wait.thread;
    if (release.time > wait.end) {
      if (release.time - wait.end <= slack && !own)
        window.late = *it;
      break;
    }
    // One unlock may leave two records: a sampled hold and a contended release.
    bool again = !window.inside.empty() && releases[window.inside.back()].thread == release.thread &&
                 releases[window.inside.back()].time == release.time;
    if (!own && !again)
      window.inside.push_back(*it);
  }
  return window;
}

void every_holder(std::size_t index, const WaitEvent& wait, const std::vector<ReleaseEvent>& releases, Window window,
                  std::vector<BlamePiece>& pieces) {
  // A sampled hold in the middle is not the release that ended the wait.
  std::size_t ends = window.late != BlamePiece::kNobody ? window.late
                     : window.inside.empty()            ? BlamePiece::kNobody
                                                        : window.inside.back();
  bool other_ends = wait.holder_site != 0 && ends != BlamePiece::kNobody && releases[ends].site != wait.holder_site;
  if (other_ends)
    window.late = BlamePiece::kNobody;
  std::uint64_t from = wait.begin;
  for (std::size_t i = 0; i < window.inside.size(); ++i) {
    std::size_t release = window.inside[i];
    bool last = i + 1 == window.inside.size() && window.late == BlamePiece::kNobody && !other_ends;
    std::uint64_t to = last ? wait.end : releases[release].time;
    if (to > from || last)
      pieces.push_back({index, release, to - from});
    from = to;
  }
  if (window.late != BlamePiece::kNobody || window.inside.empty() || other_ends)
    pieces.push_back({index, window.late, wait.end - from});
}

} // namespace

std::vector<BlamePiece> attribute_waits(const std::vector<WaitEvent>& waits, const std::vector<ReleaseEvent>& releases,
                                        BlameRule rule, std::uint64_t slack) {
  std::vector<BlamePiece> pieces;
  Order order = by_object_and_time(releases);
  for (std::size_t i = 0; i < waits.size(); ++i) {
    Window window = window_of(waits[i], releases, order, slack);
    if (rule == BlameRule::kEveryHolder) {
      every_holder(i, waits[i], releases, window, pieces);
      continue;
    }
    std::size_t last = window.inside.empty() ? window.late : window.inside.back();
    pieces.push_back({i, last, waits[i].end - waits[i].begin});
  }
  return pieces;
}

} // namespace paraudit::reports
