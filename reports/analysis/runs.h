// What a recorded process was: the report's list of runs, and the times measured at each thread count.
//
// Runs whose commands differ in nothing but thread count and output are one configuration. A run's label is its
// program, what sets its configuration apart from the others', and its threads.
//
// Thread-safety: pure.
#ifndef PARAUDIT_REPORTS_ANALYSIS_RUNS_H
#define PARAUDIT_REPORTS_ANALYSIS_RUNS_H

#include <vector>

#include "reports/analysis/report.h"
#include "reports/reader/trace.h"

namespace paraudit::reports {

// `labels` and `threads` override, in run order, what the traces say; entries that are missing, empty or 0 do not.
std::vector<Run> describe_runs(const std::vector<ProcessTrace>& traces, const std::vector<std::string>& labels,
                               const std::vector<std::uint32_t>& threads);

// For each configuration the median time at each thread count, of the runs that ended by themselves; a timeline's,
// which costs the run some time, only where there is no other. The configuration with the most thread counts first,
// then in run order.
std::vector<ScalingSeries> measured_series(const std::vector<Run>& runs);

// Nothing unless one thread and at least three other counts were measured.
std::optional<ScalingFit> fit_scaling(const std::vector<MeasuredTime>& times);

} // namespace paraudit::reports

#endif
