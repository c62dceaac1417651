// One thing that a CI host shows beside a line: a finding, a lock-order cycle, an exceeded budget.
//
// Cycles carry the fingerprint that the checker gives the same cycle, so that a baseline knows both as one.
// Thread-safety: pure.
#ifndef PARAUDIT_REPORTS_GATE_ISSUE_H
#define PARAUDIT_REPORTS_GATE_ISSUE_H

#include <string>
#include <vector>

#include "formats/baseline/baseline.h"
#include "reports/analysis/report.h"

namespace paraudit::reports {

inline constexpr const char* kBudgetRule = "paraudit-budget";

enum class IssueLevel { kError, kWarning, kNote };

struct IssueThread {
  std::string name;
  std::vector<TraceStep> steps;
};

struct Issue {
  std::string rule, fingerprint, message, function;
  IssueLevel level = IssueLevel::kWarning;
  Place place; // file empty: of the whole program
  std::vector<IssueThread> threads;
  std::vector<RelatedPlace> related;
  bool is_known = false; // the baseline has it
};

const char* level_name(IssueLevel level); // "error", "warning", "note"

// Findings, and the cycles and confirmed races that no finding is about (races are errors); worst first, then by file,
// line, rule and fingerprint.
std::vector<Issue> issues_of(const Report& report);
void sort_issues(std::vector<Issue>& issues);

// What identifies the cycle, wherever it is cut open.
std::string cycle_fingerprint(const OrderCycle& cycle);

// Marks what the baseline knows; returns what it knows and the report does not show.
std::vector<formats::BaselineEntry> apply_baseline(const formats::Baseline& baseline, std::vector<Issue>& issues);
std::vector<formats::BaselineEntry> baseline_of(const std::vector<Issue>& issues);

// What a rule is about, in a sentence.
std::string rule_summary(const std::string& rule);

} // namespace paraudit::reports

#endif
