// What changed between reports: findings, cycles, lock pairs and state by their names; times and locks by their runs.
//
// Runs of one configuration and thread count are samples of one distribution, over all reports of a side. A number
// counts as changed where a rank test says so (false discoveries over the numbers of a metric at most 5 %) and the
// medians differ by at least 2 %. With too few runs nothing can be told from noise, and the result says so.
// Thread-safety: pure. Order: by name; numbers by the size of their change.
#ifndef PARAUDIT_REPORTS_GATE_DIFF_H
#define PARAUDIT_REPORTS_GATE_DIFF_H

#include <string>
#include <vector>

#include "reports/gate/issue.h"
#include "reports/gate/report_file.h"

namespace paraudit::reports {

enum class ChangeKind { kWorse, kBetter, kNoise, kTooFew };

const char* change_name(ChangeKind kind); // "worse", "better", "noise", "too few runs"

struct NumberChange {
  std::string metric;  // "time", "wait", "contended share"
  std::string subject; // configuration, or lock
  std::uint32_t threads = 0;
  std::size_t base_runs = 0, new_runs = 0;
  double base = 0, now = 0; // medians: ns, or percent
  double probability = 1;
  ChangeKind kind = ChangeKind::kNoise;
};

struct NameChanges {
  std::vector<std::string> added, removed;
};

struct ReportDiff {
  std::vector<Issue> new_issues, fixed_issues;
  std::vector<Issue> unseen_issues;  // gone, but where they were, the new side did not look
  std::vector<std::string> not_seen; // what one side looked at and the other did not, as sentences
  NameChanges pairs, state;
  std::vector<NumberChange> numbers;
  bool is_worse() const;    // a new issue above note level, or a number that got worse
  bool is_decided() const { // what the base holds was looked at again
    return is_worse() || (unseen_issues.empty() && !lost_sight);
  }
  bool lost_sight = false; // a whole kind of evidence, or some units, of the base
};

// Neither side is empty.
ReportDiff diff_reports(const std::vector<ReportFile>& base, const std::vector<ReportFile>& now);

std::string diff_text(const ReportDiff& diff);
std::string diff_markdown(const ReportDiff& diff);
std::string diff_json(const ReportDiff& diff);

} // namespace paraudit::reports

#endif
