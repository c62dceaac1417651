// What a recorded process was: the report's list of runs, and the times measured at each thread count.
//
// Thread-safety: pure.
#ifndef PARAUDIT_REPORTS_ANALYSIS_RUNS_H
#define PARAUDIT_REPORTS_ANALYSIS_RUNS_H

#include <vector>

#include "reports/analysis/report.h"
#include "reports/reader/trace.h"

namespace paraudit::reports {

// `label` and `threads` override what the trace says when they are not empty or 0.
Run describe_run(const ProcessTrace& trace, const std::string& label, std::uint32_t threads);

// The median time of the runs at each thread count, where the runs ended by themselves.
std::vector<MeasuredTime> measured_times(const std::vector<Run>& runs);

// Nothing unless one thread and at least three other counts were measured.
std::optional<ScalingFit> fit_scaling(const std::vector<MeasuredTime>& times);

} // namespace paraudit::reports

#endif
