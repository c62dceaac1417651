// What a report looked at. What nobody looked at is neither in order nor mended: verdict, gate and diff all ask here.
//
// Thread-safety: pure.
#ifndef PARAUDIT_REPORTS_ANALYSIS_COVERAGE_H
#define PARAUDIT_REPORTS_ANALYSIS_COVERAGE_H

#include <string>
#include <vector>

#include "reports/analysis/report.h"

namespace paraudit::reports {

// Some unit with a function in it was checked.
bool saw_sources(const Report& report);
// Some run acquired a lock or waited for something.
bool saw_runs(const Report& report);

// Why a check whose findings these are saw nothing; empty where it saw something.
std::string unseen_sources(const Findings& findings);

// Each kind of evidence that was given and in which there was nothing to see, in a sentence.
std::vector<std::string> blind_reasons(const Report& report);

} // namespace paraudit::reports

#endif
