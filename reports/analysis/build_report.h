// Findings and traces in, report out: the one stage that joins static and dynamic evidence.
//
// Thread-safety: pure but for the symbolizer's child processes. Cost: linear in the traces. Either input may be
// missing: the report then says what it could not look at.
#ifndef PARAUDIT_REPORTS_ANALYSIS_BUILD_REPORT_H
#define PARAUDIT_REPORTS_ANALYSIS_BUILD_REPORT_H

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "reports/analysis/lock_table.h"
#include "reports/analysis/report.h"
#include "reports/reader/trace_reader.h"

namespace paraudit::reports {

struct ReportOptions {
  std::string root;                   // directory that the findings' paths are relative to
  std::vector<std::string> labels;    // of the runs, in order; missing ones are made from the command
  std::vector<std::uint32_t> threads; // of the runs, in order; 0 or missing: found out
  // Adds predictions to the report, from the runs and their locks' names; may be empty.
  std::function<void(const std::vector<RunJoin>&, const LockTable&, Report&)> predict = {};
};

// `findings.path` is empty when there are none.
Report build_report(const Findings& findings, const TraceSet& traces, const ReportOptions& options);

// The N of `-Z threads=N` or `-Zthreads=N` in a command; 0 when it is not there.
std::uint32_t threads_of_command(const std::vector<std::string>& command);

} // namespace paraudit::reports

#endif
