#include "reports/analysis/verdict.h"

#include <algorithm>
#include <numeric>

#include "reports/analysis/coverage.h"

namespace paraudit::reports {
namespace {

std::uint64_t states_with(const Report& report, const char* dynamic) {
  return static_cast<std::uint64_t>(std::count_if(report.shared_state.begin(), report.shared_state.end(),
                                                  [&](const StateEntry& entry) { return entry.dynamic == dynamic; }));
}

// Without a budget: no error and no observed cycle but those that the baseline knows.
void judge_issues(const Report& report, std::vector<std::string>& reasons) {
  const std::string unknown = report.review.baseline ? " that the baseline does not know" : "";
  auto errors = static_cast<std::uint64_t>(
      std::count_if(report.findings.begin(), report.findings.end(),
                    [](const FindingEntry& entry) { return entry.finding.severity == "error" && !entry.is_known; }));
  if (errors)
    reasons.push_back(counted(errors, "finding") + " at error level" + unknown);
  const std::vector<OrderCycle>& cycles = report.lock_order.cycles;
  auto observed = static_cast<std::uint64_t>(std::count_if(cycles.begin(), cycles.end(), [](const OrderCycle& cycle) {
    return cycle.status == CycleStatus::kObserved && !cycle.is_known;
  }));
  if (observed)
    reasons.push_back(counted(observed, "lock-order cycle") + " observed at run time in both orders" + unknown);
}

void judge_review(const Review& review, std::vector<std::string>& reasons) {
  if (review.budget)
    for (const ExceededLimit& limit : review.budget->exceeded)
      reasons.push_back(limit.message);
  if (!review.ledger)
    return;
  auto contradicted =
      static_cast<std::uint64_t>(std::count_if(review.ledger->notes.begin(), review.ledger->notes.end(),
                                               [](const LedgerNote& note) { return note.kind == "contradicted"; }));
  if (contradicted)
    reasons.push_back("the program contradicts " + counted(contradicted, "statement") + " of the ledger");
}

void find_reasons(const Report& report, std::vector<std::string>& reasons) {
  if (!report.review.budget)
    judge_issues(report, reasons);
  judge_review(report.review, reasons);
  if (std::uint64_t races = states_with(report, "confirmed"))
    reasons.push_back("races on " + counted(races, "state") + " confirmed at run time");
  for (std::string& reason : blind_reasons(report))
    reasons.push_back(std::move(reason));
}

void find_static_gaps(const Report& report, std::vector<std::string>& gaps) {
  if (report.findings_path.empty())
    gaps.push_back("no findings were given: shared state, declared order and canonical lock names are not known");
  if (report.units_failed)
    gaps.push_back(counted(report.units_failed, "translation unit") + " of " + std::to_string(report.units) +
                   " failed in the checker");
}

void find_dynamic_gaps(const Report& report, std::vector<std::string>& gaps) {
  if (report.runs.empty()) {
    gaps.push_back("no trace was given: waits, holds and exercised pairs are not known");
    return;
  }
  if (report.recorder.drops)
    gaps.push_back(counted(report.recorder.drops, "record") +
                   " dropped by the recorder; the notes of the runs say why");
  for (const std::string& rebuilt : report.rebuilt)
    gaps.push_back("run '" + rebuilt + "; its sites stay addresses: record again");
  for (const Run& run : report.runs) {
    if (run.unrecorded_threads)
      gaps.push_back("run '" + run.label + "': " + counted(run.unrecorded_threads, "thread") +
                     " not recorded: beyond PARAUDIT_MAX_THREADS, or without a file");
    if (run.missing_threads)
      gaps.push_back("run '" + run.label + "': " + counted(run.missing_threads, "thread file") + " missing in " +
                     run.directory + ": what these threads did is not counted");
    if (run.torn)
      gaps.push_back("run '" + run.label + "': " + counted(run.torn, "record") + " left unfinished by a kill");
    if (!run.ended)
      gaps.push_back(
          "run '" + run.label +
          "': the process was killed, ended by _exit(), or still ran: waits that it was in then are in no figure");
    if (run.given_up)
      gaps.push_back("run '" + run.label + "': " + counted(run.given_up, "wait") +
                     " for a lock ended without it (a time-out): no figure has them");
  }
  const Resolution& resolution = report.resolution;
  if (!report.findings_path.empty() && resolution.resolved < resolution.audited())
    gaps.push_back(std::to_string(resolution.audited() - resolution.resolved) + " of " +
                   counted(resolution.audited(), "recorded acquisition site") + " resolve to no static lock");
  if (!report.findings_path.empty() && resolution.sites && resolution.by_name_and_site + resolution.by_site == 0)
    gaps.push_back(
        "no recorded acquisition is in the sources that the findings cover: they may be of another program, or " +
        std::string("--root is not the directory that their paths are relative to"));
  if (resolution.outside)
    gaps.push_back(counted(resolution.outside, "recorded acquisition site") +
                   " in libraries without line information, which no audit covers");
  if (std::uint64_t untouched = states_with(report, "never_exercised"))
    gaps.push_back(counted(untouched, "watched state") + " never exercised");
  const LockOrder& order = report.lock_order;
  if (order.exercised < order.static_pairs)
    gaps.push_back(std::to_string(order.static_pairs - order.exercised) + " of " +
                   counted(order.static_pairs, "static lock pair") + " never exercised");
  if (order.unpredicted)
    gaps.push_back(counted(order.unpredicted, "exercised lock pair") + " that the checker did not predict");
}

} // namespace

std::string counted(std::uint64_t count, const std::string& noun) {
  return counted(count, noun, noun + "s");
}

std::string counted(std::uint64_t count, const std::string& one, const std::string& many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

Verdict judge(const Report& report) {
  Verdict verdict;
  find_reasons(report, verdict.reasons);
  verdict.pass = verdict.reasons.empty();
  find_static_gaps(report, verdict.not_seen);
  find_dynamic_gaps(report, verdict.not_seen);
  return verdict;
}

} // namespace paraudit::reports
