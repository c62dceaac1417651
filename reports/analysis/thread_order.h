// Which threads of a run had ended before another's act: what fork and join order, as far as whole threads go. Chains
// are recorded at their first sight only, so what a thread did at some moment may have happened again until it ended.
//
// Thread-safety: none (answers are kept). Cost: the first question about a thread is linear in the recorded starts and
// joins, the others logarithmic.
#ifndef PARAUDIT_REPORTS_ANALYSIS_THREAD_ORDER_H
#define PARAUDIT_REPORTS_ANALYSIS_THREAD_ORDER_H

#include <cstdint>
#include <map>
#include <vector>

#include "reports/reader/trace.h"

namespace paraudit::reports {

class ThreadOrder {
 public:
  explicit ThreadOrder(const ProcessTrace& trace);

  // The thread had ended, and its end was seen, directly or through others, by `other` at `ticks` or earlier.
  bool ended_before(std::uint32_t thread, std::uint32_t other, std::uint64_t ticks);

 private:
  using Reached = std::map<std::uint32_t, std::uint64_t>; // thread to the ticks from which on it knows of the end
  const Reached& reached_from(std::uint32_t thread);

  const ProcessTrace& trace_;
  std::vector<TraceSync> syncs_; // by time
  std::map<std::uint32_t, Reached> known_;
};

} // namespace paraudit::reports

#endif
