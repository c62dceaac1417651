#include "reports/gate/issue.h"

#include <algorithm>
#include <map>
#include <set>

#include "formats/fingerprint.h"

namespace paraudit::reports {
namespace {

constexpr const char* kInversion = "paraudit-lock-order-inversion";
constexpr const char* kUnguarded = "paraudit-unguarded-access";
constexpr const char* kConfirmed = "confirmed";
constexpr const char* kInstances = "paraudit-instance-order";

IssueLevel level_of(const std::string& severity) {
  if (severity == "error")
    return IssueLevel::kError;
  return severity == "warning" ? IssueLevel::kWarning : IssueLevel::kNote;
}

Issue issue_of(const FindingEntry& entry) {
  const Finding& finding = entry.finding;
  Issue issue;
  issue.rule = finding.check;
  issue.fingerprint = finding.fingerprint;
  issue.message = finding.message;
  issue.function = finding.function;
  issue.level = level_of(finding.severity);
  issue.place = finding.place;
  issue.related = finding.related;
  if (entry.dynamic == kConfirmed) {
    issue.level = IssueLevel::kError;
    issue.message += " (race confirmed at run time)";
  }
  std::map<std::string, std::size_t> threads;
  for (const TraceStep& step : finding.trace) {
    auto [at, is_new] = threads.try_emplace(step.thread, issue.threads.size());
    if (is_new)
      issue.threads.push_back({"thread " + step.thread, {}});
    issue.threads[at->second].steps.push_back(step);
  }
  return issue;
}

// The cycle begins at its smallest edge, as the checker has it.
OrderCycle rotated(OrderCycle cycle) {
  std::size_t size = cycle.locks.size(), first = 0;
  auto edge = [&](std::size_t i) { return std::pair(cycle.locks[i], cycle.locks[(i + 1) % size]); };
  for (std::size_t i = 1; i < size; ++i)
    if (edge(i) < edge(first))
      first = i;
  std::rotate(cycle.locks.begin(), cycle.locks.begin() + static_cast<long>(first), cycle.locks.end());
  if (cycle.threads.size() == size)
    std::rotate(cycle.threads.begin(), cycle.threads.begin() + static_cast<long>(first), cycle.threads.end());
  return cycle;
}

std::string cycle_message(const OrderCycle& cycle) {
  std::string names;
  for (const std::string& lock : cycle.locks)
    names += "'" + lock + "' -> ";
  const char* seen = cycle.status == CycleStatus::kObserved   ? "lock-order cycle, seen at run time in both orders: "
                     : cycle.status == CycleStatus::kPossible ? "possible lock-order cycle, in part seen at run time: "
                                                              : "possible lock-order cycle: ";
  return seen + names + "'" + cycle.locks.front() + "'; threads that do these at the same time deadlock";
}

const char* rule_of(const OrderCycle& cycle) {
  return cycle.locks.size() == 1 ? kInstances : kInversion;
}

std::string fingerprint_of(const OrderCycle& cycle) {
  return formats::fingerprint(formats::identity_text(rule_of(cycle), cycle.locks), 0);
}

Issue issue_of(const OrderCycle& raw) {
  OrderCycle cycle = rotated(raw);
  Issue issue;
  issue.rule = rule_of(cycle);
  issue.fingerprint = fingerprint_of(cycle);
  issue.message = cycle_message(cycle);
  issue.level = cycle.status == CycleStatus::kObserved ? IssueLevel::kError : IssueLevel::kWarning;
  for (const CycleThread& thread : cycle.threads)
    issue.threads.push_back({thread.name, thread.trace});
  if (!cycle.threads.empty() && !cycle.threads.front().trace.empty())
    issue.place = cycle.threads.front().trace.back().place;
  return issue;
}

// Confirmed races on states that no finding is about: what it would be about is not known to the source alone.
void add_races(const Report& report, std::vector<Issue>& issues) {
  std::set<Place> told;
  for (const FindingEntry& entry : report.findings)
    if (entry.dynamic == kConfirmed)
      told.insert(entry.finding.place);
  for (const StateEntry& entry : report.shared_state) {
    if (entry.dynamic != kConfirmed || told.contains(entry.state.place))
      continue;
    Issue issue;
    issue.rule = kUnguarded;
    issue.fingerprint = formats::fingerprint(formats::identity_text(issue.rule, {entry.state.id, kConfirmed}), 0);
    issue.message = "'" + entry.state.id + "' was used by two threads at once (race confirmed at run time)";
    issue.level = IssueLevel::kError;
    issue.place = entry.state.place;
    issues.push_back(std::move(issue));
  }
}

} // namespace

const char* level_name(IssueLevel level) {
  switch (level) {
  case IssueLevel::kError:
    return "error";
  case IssueLevel::kWarning:
    return "warning";
  case IssueLevel::kNote:
    break;
  }
  return "note";
}

std::string rule_summary(const std::string& rule) {
  if (rule == kBudgetRule)
    return "A limit of the budget is exceeded, or could not be measured.";
  return "'paraudit check --explain-check " + rule + "' tells what it is about and what to do.";
}

std::string cycle_fingerprint(const OrderCycle& cycle) {
  return fingerprint_of(rotated(cycle));
}

void sort_issues(std::vector<Issue>& issues) {
  std::sort(issues.begin(), issues.end(), [](const Issue& a, const Issue& b) {
    return std::tie(a.level, a.place, a.rule, a.fingerprint, a.message) <
           std::tie(b.level, b.place, b.rule, b.fingerprint, b.message);
  });
}

std::vector<Issue> issues_of(const Report& report) {
  std::vector<Issue> issues;
  std::map<std::string, std::size_t> known;
  for (const FindingEntry& entry : report.findings) {
    known.emplace(entry.finding.fingerprint, issues.size());
    issues.push_back(issue_of(entry));
  }
  for (const OrderCycle& cycle : report.lock_order.cycles) {
    if (cycle.locks.empty())
      continue;
    Issue issue = issue_of(cycle);
    auto found = known.find(issue.fingerprint);
    if (found == known.end())
      issues.push_back(std::move(issue));
    else if (cycle.status == CycleStatus::kObserved)
      issues[found->second].message += " (seen at run time)";
  }
  add_races(report, issues);
  sort_issues(issues);
  return issues;
}

std::vector<formats::BaselineEntry> apply_baseline(const formats::Baseline& baseline, std::vector<Issue>& issues) {
  std::set<std::string> known, present;
  for (const formats::BaselineEntry& entry : baseline.entries)
    known.insert(entry.fingerprint);
  for (Issue& issue : issues) {
    issue.is_known = known.contains(issue.fingerprint);
    present.insert(issue.fingerprint);
  }
  return baseline.stale(present);
}

std::vector<formats::BaselineEntry> baseline_of(const std::vector<Issue>& issues) {
  std::vector<formats::BaselineEntry> entries;
  for (const Issue& issue : issues)
    entries.push_back({issue.rule, issue.place.file, issue.fingerprint, issue.message});
  return entries;
}

} // namespace paraudit::reports
