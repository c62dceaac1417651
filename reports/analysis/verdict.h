// Pass or fail, why, and what the report could not see.
//
// It fails on findings at error level, on cycles that were observed at run time, and where nothing was audited at all.
// Thread-safety: pure.
#ifndef PARAUDIT_REPORTS_ANALYSIS_VERDICT_H
#define PARAUDIT_REPORTS_ANALYSIS_VERDICT_H

#include "reports/analysis/report.h"

namespace paraudit::reports {

Verdict judge(const Report& report);

// "1 lock", "2 locks".
std::string counted(std::uint64_t count, const std::string& noun);

} // namespace paraudit::reports

#endif
