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
// Thread-safety: pure. Cost: linear in waits and releases that come thread by thread, each thread's in time order; else
// O(n log n). Units: any, as long as it is one.
#ifndef PARAUDIT_REPORTS_ANALYSIS_BLAME_H
#define PARAUDIT_REPORTS_ANALYSIS_BLAME_H

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace paraudit::reports {

struct WaitEvent {
  std::uint64_t object = 0, begin = 0, end = 0;
  std::uint32_t thread = 0;
  std::uint32_t holder_site = 0; // 0: the waiter does not know
};

struct ReleaseEvent {
  std::uint64_t object = 0, time = 0;
  std::uint32_t thread = 0;
  std::uint32_t site = 0;
};

inline constexpr std::uint64_t kAlone = 10;

enum class BlameRule { kEveryHolder, kLastSignal };

// A piece of the wait with index `wait`; `release` is the index of the release, or kNobody: then the wait's
// `holder_site` is all that is known.
struct BlamePiece {
  static constexpr std::size_t kNobody = static_cast<std::size_t>(-1);
  std::size_t wait = 0, release = kNobody;
  std::uint64_t length = 0;
};

// Visits the pieces wait by wait.
using VisitPiece = std::function<void(const BlamePiece&)>;
void attribute_waits(const std::vector<WaitEvent>& waits, const std::vector<ReleaseEvent>& releases, BlameRule rule,
                     std::uint64_t slack, const VisitPiece& visit);

} // namespace paraudit::reports

#endif
