// Pass or fail, why, and what the report could not see.
//
// It fails on findings at error level and on cycles that were observed at run time, but for those that a baseline
// knows; where a budget is given, its limits decide on both instead. It fails on races confirmed at run time, where the
// program contradicts the ledger, and where nothing was audited at all. Thread-safety: pure.
#ifndef PARAUDIT_REPORTS_ANALYSIS_VERDICT_H
#define PARAUDIT_REPORTS_ANALYSIS_VERDICT_H

#include "reports/analysis/report.h"

namespace paraudit::reports {

Verdict judge(const Report& report);

// "1 lock", "2 locks".
std::string counted(std::uint64_t count, const std::string& noun);
// For nouns whose plural is no plain s.
std::string counted(std::uint64_t count, const std::string& one, const std::string& many);

} // namespace paraudit::reports

#endif
