// What a lock costs though nobody waits for it, and what it costs in all.
//
// Thread-safety: pure.
#ifndef PARAUDIT_REPORTS_ANALYSIS_LOCK_COST_H
#define PARAUDIT_REPORTS_ANALYSIS_LOCK_COST_H

#include "reports/analysis/report.h"
#include "reports/reader/trace_reader.h"

namespace paraudit::reports {

// Acquisitions of one lock class in one run: how many follow another thread's, if threads come in no order. Then the
// lock's cache line moves.
class HandOvers {
 public:
  void add_thread(std::uint64_t acquisitions) {
    auto count = static_cast<double>(acquisitions);
    all_ += count;
    squares_ += count * count;
  }
  std::uint64_t expected() const { return all_ > 0 ? static_cast<std::uint64_t>(all_ - squares_ / all_ + 0.5) : 0; }

 private:
  double all_ = 0, squares_ = 0;
};

// Fills in the costs of the report's locks, the list of the dearest, and how much time the runs' threads had.
// Prices are those that a trace's calibration holds, else typical ones. The runs are the traces', in their order.
void add_lock_costs(const TraceSet& traces, Report& report);

} // namespace paraudit::reports

#endif
