// Who held it while who waited: attributes each wait to the releases that fell into it.
//
// A wait [begin, end] is cut at the releases of the same object by other threads; each piece belongs to the holder
// whose release ends it, and what is left after the last one (the hand-off) to that last holder. The releaser reads its
// clock just after the unlock, so the release that ended a wait may carry a time shortly after the wait's end: up to
// `slack` after it counts, unless the waiter itself released in between; kAlone times as much where no release fell
// into the wait: who is woken may run before the releaser gets to its clock. A waiter that names the site at which the
// lock was held until it got it (one that spun: then the releaser notes nothing) decides the last piece: it belongs to
// the release of that site, else to that site alone. With `kLastSignal` (latches, condition variables) the whole wait
// belongs to the last signal instead.
//
// Thread-safety: pure. Cost: linear in waits and in the releases that fall into them. Units: any, as long as it is one.
#ifndef PARAUDIT_REPORTS_ANALYSIS_BLAME_H
#define PARAUDIT_REPORTS_ANALYSIS_BLAME_H

#include <cstddef>
#include <cstdint>
#include <span>

namespace paraudit::reports {

// `origin` is the caller's number for where in the program the thread was.
struct WaitEvent {
  std::uint64_t begin = 0, end = 0;
  std::uint32_t thread = 0, origin = 0;
  std::uint32_t holder_site = 0; // 0: the waiter does not know
  std::uint32_t object = 0;
};

struct ReleaseEvent {
  std::uint64_t time = 0;
  std::uint32_t thread = 0, origin = 0;
};

inline constexpr std::uint64_t kAlone = 10;

enum class BlameRule { kEveryHolder, kLastSignal };

// One object's releases, by time, as seen from one wait.
class BlameWindow {
 public:
  // `after`: the releases after the wait's begin. Calls cut(release, from, to) for each piece but the last.
  template <class Cut>
  BlameWindow(const WaitEvent& wait, std::span<const ReleaseEvent> after, std::uint64_t slack, Cut cut)
      : from_(wait.begin) {
    auto at = after.begin();
    for (; at != after.end() && at->time <= wait.end; ++at) {
      if (at->thread == wait.thread || is_again(*at))
        continue;
      if (inside_ != nullptr)
        cut_at_inside(cut);
      inside_ = &*at;
    }
    if (at != after.end() && at->thread != wait.thread &&
        at->time - wait.end <= (inside_ == nullptr ? kAlone : 1) * slack)
      late_ = &*at;
  }

  const ReleaseEvent* inside() const { return inside_; } // the last in the wait
  const ReleaseEvent* late() const { return late_; }     // ended the wait, stamped a little later
  std::uint64_t from() const { return from_; }           // where the piece begins that is not cut yet
  template <class Cut> void cut_at_inside(Cut cut) {
    if (inside_->time > from_)
      cut(*inside_, inside_->time - from_);
    from_ = inside_->time;
  }

 private:
  // One unlock may leave two records: a sampled hold and a contended release.
  bool is_again(const ReleaseEvent& release) const {
    return inside_ != nullptr && inside_->thread == release.thread && inside_->time == release.time;
  }

  const ReleaseEvent *inside_ = nullptr, *late_ = nullptr;
  std::uint64_t from_;
};

// Calls visit(release, length) for each piece of the wait; the release is nullptr where the wait's `holder_site` is all
// that is known. `after` are the releases of the wait's object after its begin, by time; site_of(origin) tells the
// site of a release.
template <class SiteOf, class Visit>
void attribute_wait(const WaitEvent& wait, std::span<const ReleaseEvent> after, BlameRule rule, std::uint64_t slack,
                    SiteOf site_of, Visit visit) {
  auto cut = [&](const ReleaseEvent& release, std::uint64_t length) {
    if (rule == BlameRule::kEveryHolder)
      visit(&release, length);
  };
  BlameWindow window(wait, after, slack, cut);
  if (rule == BlameRule::kLastSignal) {
    visit(window.inside() != nullptr ? window.inside() : window.late(), wait.end - wait.begin);
    return;
  }
  // A sampled hold in the middle is not the release that ended the wait.
  const ReleaseEvent* last = window.late() != nullptr ? window.late() : window.inside();
  if (wait.holder_site != 0 && last != nullptr && site_of(last->origin) != wait.holder_site)
    last = nullptr;
  if (window.inside() != nullptr && last != window.inside())
    window.cut_at_inside(cut);
  visit(last, wait.end - window.from());
}

} // namespace paraudit::reports

#endif
