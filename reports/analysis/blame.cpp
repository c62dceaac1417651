#include "reports/analysis/blame.h"

#include <algorithm>
#include <span>
#include <tuple>

#include "reports/analysis/flat_table.h"
#include "reports/analysis/merge_runs.h"

namespace paraudit::reports {
namespace {

// The releases, object by object and in time order. Equal times stand by thread, then as they were given.
class Releases {
 public:
  explicit Releases(const std::vector<ReleaseEvent>& releases) : releases_(releases), order_(releases.size()) {
    for (const ReleaseEvent& release : releases)
      ++group_of(release.object).end;
    std::size_t begin = 0;
    groups_.for_each_value([&](Group& group) {
      std::size_t size = group.end;
      group.begin = group.end = group.next = begin;
      begin += size;
    });
    for (std::size_t i = 0; i < releases.size(); ++i)
      order_[group_of(releases[i].object).end++] = i;
    groups_.for_each_value([&](Group& group) {
      merge_runs(order_.data() + group.begin, order_.data() + group.end, [&](std::size_t a, std::size_t b) {
        return std::tie(releases[a].time, releases[a].thread) < std::tie(releases[b].time, releases[b].thread);
      });
    });
  }

  const ReleaseEvent& operator[](std::size_t index) const { return releases_[index]; }
  // Indices of an object's releases, from the first after `time` on.
  std::span<const std::size_t> after(std::uint64_t object, std::uint64_t time) {
    Group& group = group_of(object);
    group.next = first_after(group, time);
    return {order_.data() + group.next, order_.data() + group.end};
  }

 private:
  struct Group {
    std::size_t begin = 0, end = 0; // in order_
    std::size_t next = 0;           // the answer before: the next one is near, as one thread's waits follow each other
  };

  // Most events are of the same object as the one before.
  Group& group_of(std::uint64_t object) {
    if (last_ == nullptr || object != last_object_) {
      last_ = &groups_[object];
      last_object_ = object;
    }
    return *last_;
  }

  // Exponential search from the answer before (Bentley and Yao, 1976).
  std::size_t first_after(const Group& group, std::uint64_t time) const {
    auto is_before = [&](std::size_t index) { return releases_[index].time <= time; };
    std::size_t low = group.begin, high = group.next;
    if (high == low || is_before(order_[high - 1])) {
      low = high;
      for (std::size_t step = 1; high < group.end && is_before(order_[high]); step *= 2) {
        low = high + 1;
        high = std::min(high + step, group.end);
      }
    }
    const std::size_t* at = std::partition_point(order_.data() + low, order_.data() + high, is_before);
    return static_cast<std::size_t>(at - order_.data());
  }

  const std::vector<ReleaseEvent>& releases_;
  FlatTable<Group> groups_;
  Group* last_ = nullptr; // in groups_, of last_object_
  std::uint64_t last_object_ = 0;
  std::vector<std::size_t> order_; // indices into releases_
};

// The releases that bear on one wait, in time order.
struct Window {
  std::vector<std::size_t> inside;        // ended a piece
  std::size_t late = BlamePiece::kNobody; // ended the wait, stamped a little later

  // The release that let the waiter in, as far as the times tell.
  std::size_t last() const { return late != BlamePiece::kNobody || inside.empty() ? late : inside.back(); }
};

void find_window(const WaitEvent& wait, Releases& releases, std::uint64_t slack, Window& window) {
  window.inside.clear();
  window.late = BlamePiece::kNobody;
  for (std::size_t index : releases.after(wait.object, wait.begin)) {
    const ReleaseEvent& release = releases[index];
    bool own = release.thread == wait.thread;
    if (release.time > wait.end) {
      if (release.time - wait.end <= (window.inside.empty() ? kAlone : 1) * slack && !own)
        window.late = index;
      break;
    }
    // One unlock may leave two records: a sampled hold and a contended release.
    bool again = !window.inside.empty() && releases[window.inside.back()].thread == release.thread &&
                 releases[window.inside.back()].time == release.time;
    if (!own && !again)
      window.inside.push_back(index);
  }
}

void every_holder(std::size_t index, const WaitEvent& wait, const Releases& releases, Window& window,
                  const VisitPiece& visit) {
  // A sampled hold in the middle is not the release that ended the wait.
  std::size_t ends = window.last();
  bool other_ends = wait.holder_site != 0 && ends != BlamePiece::kNobody && releases[ends].site != wait.holder_site;
  if (other_ends)
    window.late = BlamePiece::kNobody;
  std::uint64_t from = wait.begin;
  for (std::size_t i = 0; i < window.inside.size(); ++i) {
    std::size_t release = window.inside[i];
    bool last = i + 1 == window.inside.size() && window.late == BlamePiece::kNobody && !other_ends;
    std::uint64_t to = last ? wait.end : releases[release].time;
    if (to > from || last)
      visit({index, release, to - from});
    from = to;
  }
  if (window.late != BlamePiece::kNobody || window.inside.empty() || other_ends)
    visit({index, window.late, wait.end - from});
}

} // namespace

void attribute_waits(const std::vector<WaitEvent>& waits, const std::vector<ReleaseEvent>& releases, BlameRule rule,
                     std::uint64_t slack, const VisitPiece& visit) {
  Releases ordered(releases);
  Window window;
  for (std::size_t i = 0; i < waits.size(); ++i) {
    find_window(waits[i], ordered, slack, window);
    if (rule == BlameRule::kEveryHolder)
      every_holder(i, waits[i], ordered, window, visit);
    else
      visit({i, window.inside.empty() ? window.late : window.inside.back(), waits[i].end - waits[i].begin});
  }
}

} // namespace paraudit::reports
