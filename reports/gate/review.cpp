#include "reports/gate/review.h"

#include <algorithm>
#include <map>
#include <set>

#include "formats/ledger/compare.h"
#include "reports/analysis/verdict.h"
#include "reports/gate/evaluate.h"
#include "reports/gate/issue.h"
#include "reports/ledger/program_facts.h"

namespace paraudit::reports {
namespace {

StateDecision decision_of(const formats::LedgerState& entry) {
  StateDecision decision{
      formats::decision_word(entry.decision), entry.guard, entry.owner, entry.why, {}, entry.at.line};
  for (const formats::LedgerInvariant& invariant : entry.invariants)
    decision.invariants.push_back(invariant.kind ? formats::invariant_sentence(*invariant.kind) : invariant.text);
  return decision;
}

LedgerReview review_ledger(const formats::Ledger& ledger, Report& report) {
  std::map<std::string, const formats::LedgerState*> entries;
  for (const formats::LedgerState& entry : ledger.state)
    entries.emplace(entry.id, &entry);
  for (StateEntry& state : report.shared_state)
    if (auto entry = entries.find(state.state.id); entry != entries.end())
      state.decision = decision_of(*entry->second);
  LedgerReview result;
  result.path = ledger.path;
  result.entries = ledger.state.size() + ledger.lock_order.size();
  result.undecided = static_cast<std::uint64_t>(
      std::count_if(ledger.state.begin(), ledger.state.end(),
                    [](const formats::LedgerState& entry) { return entry.decision == formats::Decision::kTodo; }));
  for (const formats::Discrepancy& found : compare(ledger, program_facts(report)))
    result.notes.push_back(
        {formats::discrepancy_word(found.kind), found.message, found.at.line, found.site.file, found.site.line});
  return result;
}

void mark_known(const std::vector<Issue>& issues, Report& report) {
  std::set<std::string> known;
  for (const Issue& issue : issues)
    if (issue.is_known)
      known.insert(issue.fingerprint);
  for (FindingEntry& entry : report.findings)
    entry.is_known = known.contains(entry.finding.fingerprint);
  for (OrderCycle& cycle : report.lock_order.cycles)
    cycle.is_known = !cycle.locks.empty() && known.contains(cycle_fingerprint(cycle));
}

BaselineReview review_baseline(const formats::Baseline& baseline, std::vector<Issue>& issues) {
  BaselineReview result;
  result.path = baseline.path;
  for (const formats::BaselineEntry& entry : apply_baseline(baseline, issues))
    result.stale.push_back({entry.check, "", entry.fingerprint, entry.message, entry.file, 0});
  for (const Issue& issue : issues) {
    result.known += issue.is_known;
    if (!issue.is_known)
      result.fresh.push_back(
          {issue.rule, level_name(issue.level), issue.fingerprint, issue.message, issue.place.file, issue.place.line});
  }
  return result;
}

BudgetReview review_budget(const Budget& budget, const GateInput& input) {
  GateResult gate = evaluate(budget, input);
  BudgetReview result{budget.path, gate.checked, {}};
  for (Violation& violation : gate.violations)
    result.exceeded.push_back(
        {std::move(violation.message), std::move(violation.details), violation.at.line, violation.at.column});
  return result;
}

} // namespace

void review(const ReviewFiles& files, Report& report) {
  if (files.ledger)
    report.review.ledger = review_ledger(*files.ledger, report);
  std::vector<Issue> issues = issues_of(report);
  if (files.baseline) {
    report.review.baseline = review_baseline(*files.baseline, issues);
    mark_known(issues, report);
  }
  if (files.budget)
    report.review.budget =
        review_budget(*files.budget, {report, issues, files.baseline ? report.review.baseline->stale.size() : 0,
                                      files.baseline.has_value(), files.ledger ? &*files.ledger : nullptr});
  report.verdict = judge(report);
}

} // namespace paraudit::reports
