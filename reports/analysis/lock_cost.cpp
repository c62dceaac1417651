#include "reports/analysis/lock_cost.h"

#include <algorithm>
#include <tuple>

namespace paraudit::reports {

namespace {

// On the machines that we know (`paraudit record --calibrate` writes them).
constexpr OperationCost kTypical{.acquisition = 12, .transfer = 40};

// Counts and prices come from files that anybody may have written.
Ns times(double price, std::uint64_t count) {
  constexpr double kMost = 1e18;
  return static_cast<Ns>(std::min(price * static_cast<double>(count), kMost));
}

} // namespace

void add_lock_costs(const TraceSet& traces, Report& report) {
  OperationCost each = kTypical;
  for (const ProcessTrace& trace : traces.processes)
    if (trace.calibration && !report.lock_costs.measured) {
      each = {trace.calibration->acquisition_ns, trace.calibration->transfer_ns};
      report.lock_costs.measured = true;
    }
  report.lock_costs.each = each;
  for (const Run& run : report.runs)
    report.lock_costs.thread_time += run.thread_time;
  for (std::size_t i = 0; i < report.locks.size(); ++i) {
    LockUse& use = report.locks[i];
    std::uint64_t moved = 0;
    for (const RunShare& share : use.per_run)
      moved += share.handed_over;
    use.cost.waits = use.wait.total;
    use.cost.operations = times(each.acquisition, use.acquisitions);
    use.cost.transfers = times(each.transfer, moved);
    report.lock_costs.dearest.push_back(i);
  }
  std::sort(report.lock_costs.dearest.begin(), report.lock_costs.dearest.end(), [&](std::size_t a, std::size_t b) {
    return std::tuple(report.locks[b].cost.total(), a) < std::tuple(report.locks[a].cost.total(), b);
  });
}

} // namespace paraudit::reports
