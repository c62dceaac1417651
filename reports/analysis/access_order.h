// What happened before what among the watched accesses of one run, as far as it was recorded: forks and joins, phases
// of a pool, and handovers through promises, latches, condition variables and flags.
//
// A vector clock for each thread that accessed a watched state, kept as it was at each time that the thread learned
// something: Fidge, "Timestamps in message-passing systems that preserve the partial ordering" (1988); Mattern,
// "Virtual time and global states of distributed systems" (1989). Locks order nothing here: that two threads took one
// after the other says nothing of the next run.
//
// Thread-safety: const use is safe. Cost: events times threads with accesses to build, a binary search to ask.
#ifndef PARAUDIT_REPORTS_ANALYSIS_ACCESS_ORDER_H
#define PARAUDIT_REPORTS_ANALYSIS_ACCESS_ORDER_H

#include <cstdint>
#include <map>
#include <vector>

#include "reports/reader/trace.h"

namespace paraudit::reports {

class AccessOrder {
 public:
  explicit AccessOrder(const ProcessTrace& trace);

  bool happened_before(const TraceAccess& one, const TraceAccess& other) const;

 private:
  using Clock = std::vector<std::uint64_t>; // by place: up to when that thread is known
  struct Known {
    std::uint64_t ticks = 0;
    Clock clock;
  };
  struct Entered {
    std::uint64_t phase = 0, ticks = 0;
  };

  // What it had learnt of the others by then, or null.
  const Clock* learnt(std::uint32_t thread, std::uint64_t ticks) const;
  // The same, and itself included.
  Clock clock_of(std::uint32_t thread, std::uint64_t ticks) const;
  void learn(std::uint32_t thread, std::uint64_t ticks, const Clock& clock);
  void sync(const TraceSync& sync);
  void handover(const TraceHandover& handover);
  void phase(const TracePhase& phase);

  std::map<std::uint32_t, std::size_t> places_; // threads with accesses
  std::map<std::uint32_t, std::vector<Known>> known_;
  std::map<std::uint64_t, Clock> given_;                                          // by object
  std::map<std::uint32_t, std::map<std::uint32_t, std::vector<Entered>>> groups_; // by group and thread
};

} // namespace paraudit::reports

#endif
