#include "reports/analysis/coverage.h"

namespace paraudit::reports {
namespace {

// `functions`: absent in files that do not say.
std::string unseen(std::uint64_t units, std::uint64_t failed, const std::optional<std::uint64_t>& functions) {
  if (units == 0)
    return "cover no translation unit";
  if (failed >= units)
    return units == 1 ? "cover one translation unit, which failed in the checker"
                      : "cover " + std::to_string(units) + " translation units, which all failed in the checker";
  return functions == 0 ? "cover no function" : "";
}

} // namespace

bool saw_sources(const Report& report) {
  return unseen(report.units, report.units_failed, report.functions).empty();
}

bool saw_runs(const Report& report) {
  return !report.runs.empty() && (report.recorder.acquisitions != 0 || !report.wait_objects.empty());
}

std::string unseen_sources(const Findings& findings) {
  return unseen(findings.units, findings.units_failed, findings.functions);
}

std::vector<std::string> blind_reasons(const Report& report) {
  std::vector<std::string> reasons;
  if (!report.findings_path.empty() && !saw_sources(report))
    reasons.push_back("the findings " + unseen(report.units, report.units_failed, report.functions) +
                      ": nothing was checked");
  if (report.runs.empty() && report.empty_traces)
    reasons.push_back("no traced process lived to its first record: nothing was recorded");
  if (!report.runs.empty() && !saw_runs(report))
    reasons.push_back("the traces hold no acquisition: nothing was recorded");
  if (report.findings_path.empty() && report.runs.empty() && report.empty_traces == 0)
    reasons.push_back("the report covers neither findings nor a recorded run: nothing was looked at");
  return reasons;
}

} // namespace paraudit::reports
