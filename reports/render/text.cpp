#include "reports/render/text.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <utility>

#include "reports/analysis/verdict.h"
#include "reports/render/format.h"

namespace paraudit::reports {
namespace {

constexpr std::size_t kLocks = 5, kDear = 3, kWidth = 110, kNameWidth = 44, kPlaceWidth = 40, kGaps = 5;

std::string pad(std::string text, std::size_t width, bool right = false) {
  std::size_t length = static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xc0) != 0x80; }));
  if (length < width)
    text.insert(right ? 0 : text.size(), width - length, ' ');
  return text;
}

std::string name_of(const std::string& text) {
  return cut_text(clean_text(text), kNameWidth);
}

std::string place_of(const SourcePlace& place) {
  return cut_text(clean_text(place_text(place.file, place.line)), kPlaceWidth);
}

// Whether a mean of samples says little more than its order of magnitude.
bool vague(const HoldTimes& hold) {
  return hold.mean && (!hold.error || *hold.error > *hold.mean / 2);
}

class Summary {
 public:
  Summary(const Report& report, const std::vector<std::string>& outputs) : report_(report), outputs_(outputs) {}

  std::string text() {
    add_verdict();
    add_runs();
    add_predictions();
    add_locks();
    add_costs();
    add_wait_objects();
    add_order();
    add_state();
    add_gaps();
    add_next();
    return text_;
  }

 private:
  void line(const std::string& text) { text_ += cut_text(text, kWidth) + "\n"; }

  void add_verdict() {
    line(std::string("paraudit report: ") + (report_.verdict.pass ? "PASS" : "FAIL"));
    for (std::size_t i = 0; i < std::min(kGaps, report_.verdict.reasons.size()); ++i)
      line("  " + clean_text(report_.verdict.reasons[i]));
    if (report_.verdict.reasons.size() > kGaps)
      line("  ... and " + counted(report_.verdict.reasons.size() - kGaps, "more reason"));
    add_review();
  }

  void add_review() {
    const Review& review = report_.review;
    if (review.budget)
      line("  budget: " + counted(review.budget->checked, "limit") + " checked, " +
           std::to_string(review.budget->exceeded.size()) + " exceeded");
    if (review.baseline) {
      line("  baseline: " + std::to_string(review.baseline->fresh.size()) + " new, " +
           std::to_string(review.baseline->known) + " known, " + std::to_string(review.baseline->stale.size()) +
           " stale");
      for (std::size_t i = 0; i < std::min<std::size_t>(2, review.baseline->fresh.size()); ++i) {
        const ReviewedIssue& issue = review.baseline->fresh[i];
        line("    new: " + clean_text(place_text(issue.file, issue.line) + ": " + issue.level + ": " + issue.message));
      }
    }
    if (!review.ledger)
      return;
    std::map<std::string, std::uint64_t> kinds;
    for (const LedgerNote& note : review.ledger->notes)
      ++kinds[note.kind];
    line("  ledger: " + counted(review.ledger->entries, "entry", "entries") + ", " +
         std::to_string(review.ledger->undecided) + " to be decided" + listed(kinds));
  }

  void add_runs() {
    if (report_.runs.empty())
      return;
    line(counted(report_.runs.size(), "run") + ", " + count_text(report_.recorder.acquisitions) + " acquisitions, " +
         count_text(report_.recorder.drops) + " dropped; recording took " + (measured() ? "" : "about ") +
         share_text(most_overhead()) + (measured() ? " longer than the bare command" : " of the time"));
    for (const ScalingSeries& series : report_.series) {
      std::string times;
      for (const MeasuredTime& time : series.measured)
        times += (times.empty() ? "" : ", ") + counted(time.threads, "thread") + " " + duration_text(time.time);
      line("  " + name_of(series.configuration) + ": " + times);
    }
  }

  bool measured() const {
    return std::all_of(report_.runs.begin(), report_.runs.end(), [](const Run& run) { return run.bare.has_value(); });
  }

  double most_overhead() const {
    double most = 0;
    for (const Run& run : report_.runs)
      most = std::max(most, run.overhead.value_or(0));
    return most;
  }

  // The whole curve in a line, then what limits it at its end and what would help there most, in plain words.
  void add_predictions() {
    for (const Prediction& prediction : report_.predictions) {
      if (prediction.predicted.empty())
        continue;
      line("");
      line("PREDICTED  " + name_of(prediction.configuration) + ", from its timeline at " +
           counted(report_.runs[prediction.run].threads, "thread"));
      std::string times;
      for (const PredictedTime& time : prediction.predicted)
        times += (times.empty() ? "" : ", ") + std::to_string(time.threads) + ": " + duration_text(time.time);
      line("  " + times);
      line("  give or take " + share_text(widest(prediction.predicted)) +
           (has_others(report_.runs[prediction.run]) ? ", as the given runs differ"
                                                     : " for its locks; how much runs differ, one run does not tell"));
      add_limits(prediction.predicted);
      add_changes(prediction);
    }
  }

  static double widest(const std::vector<PredictedTime>& times) {
    double most = 0;
    for (const PredictedTime& time : times)
      most = std::max(most, static_cast<double>(time.high - time.time) / static_cast<double>(time.time));
    return most;
  }

  // Whether a run like this one, that ended by itself, was given as well: these tell how runs differ.
  bool has_others(const Run& run) const {
    return std::count_if(report_.runs.begin(), report_.runs.end(), [&](const Run& other) {
             return other.configuration == run.configuration && other.threads == run.threads &&
                    other.recording == run.recording && other.ended;
           }) > 1;
  }

  // Each limit once, with the first count that it holds at.
  void add_limits(const std::vector<PredictedTime>& times) {
    std::string last;
    for (const PredictedTime& time : times) {
      std::string limit = limit_text(time);
      if (time.threads > 1 && limit != last)
        line("  what limits it from " + counted(time.threads, "thread") + ": " + clean_text(limit));
      last = limit;
    }
  }

  // The best change of each kind at the highest count.
  void add_changes(const Prediction& prediction) {
    std::map<std::string, bool> told;
    std::uint32_t most = prediction.predicted.back().threads;
    for (const WhatIf& what : prediction.what_if) {
      if (what.threads != most || what.gain < 0.01 || std::exchange(told[what.change], true))
        continue;
      char gain[16];
      std::snprintf(gain, sizeof gain, "%.1f %%", 100 * what.gain);
      line("  " + pad(gain, 7, true) + " less at " + std::to_string(most) + ": " + name_of(what.lock) + " " +
           clean_text(change_text(what)));
    }
  }

  void add_locks() {
    if (report_.locks.empty())
      return;
    line("");
    line(pad("LOCK (by total wait)", kNameWidth) + pad("acquired", 13, true) + pad("contended", 11, true) +
         pad("waited", 10, true) + pad("p99 wait", 10, true) + pad("mean hold", 11, true));
    for (std::size_t i = 0; i < std::min(kLocks, report_.locks.size()); ++i)
      add_lock(report_.locks[i]);
    if (std::any_of(report_.locks.begin(), report_.locks.begin() + std::min(kLocks, report_.locks.size()),
                    [](const LockUse& lock) { return vague(lock.hold); }))
      line("  ~ a mean of too few samples to be exact; - no sample");
    if (report_.locks.size() > kLocks)
      line("  ... and " + counted(report_.locks.size() - kLocks, "more lock"));
  }

  void add_lock(const LockUse& lock) {
    line(pad(name_of(lock.name), kNameWidth) + pad(count_text(lock.acquisitions), 13, true) +
         pad(share_text(lock.contended, lock.acquisitions), 11, true) + pad(duration_text(lock.wait.total), 10, true) +
         pad(duration_text(lock.wait.p99), 10, true) +
         pad((vague(lock.hold) ? "~" : "") + duration_text(lock.hold.mean), 11, true));
    if (!lock.blame.empty())
      line("  held at " + place_of(lock.blame[0].holder) + "  while waiting at " + place_of(lock.blame[0].waiter));
  }

  // Most locks are never waited for and cost all the same.
  void add_costs() {
    const LockCosts& costs = report_.lock_costs;
    if (costs.dearest.empty() || costs.thread_time == 0)
      return;
    line("");
    line("DEAREST LOCKS  of " + duration_text(costs.thread_time) + " of threads; an acquisition at " +
         duration_text(static_cast<Ns>(costs.each.acquisition)) + ", after another thread's " +
         duration_text(static_cast<Ns>(costs.each.transfer)) + " more (" + (costs.measured ? "measured" : "typical") +
         ")");
    for (std::size_t i = 0; i < std::min(kDear, costs.dearest.size()); ++i) {
      const LockUse& lock = report_.locks[costs.dearest[i]];
      line("  " + pad(name_of(lock.name), kNameWidth) +
           pad(share_text(static_cast<double>(lock.cost.total()) / static_cast<double>(costs.thread_time)), 9, true) +
           ": waits " + duration_text(lock.cost.waits) + ", operations " + duration_text(lock.cost.operations) +
           ", moves " + duration_text(lock.cost.transfers));
    }
  }

  // Real hangs of parallel compilers are mostly waits on jobs: they get a line of their own.
  void add_wait_objects() {
    if (report_.wait_objects.empty())
      return;
    const LockUse& most = report_.wait_objects[0];
    line("OTHER WAITS  " + counted(report_.wait_objects.size(), "kind") + "; most: " + name_of(most.name) + " " +
         duration_text(most.wait.total) + " in " + counted(most.contended, "wait"));
  }

  void add_order() {
    const LockOrder& order = report_.lock_order;
    std::uint64_t declared = 0, seen = 0;
    for (const OrderEdge& edge : order.edges) {
      declared += edge.declared;
      seen += edge.dynamic;
    }
    line("");
    std::string pairs = "LOCK ORDER  " + counted(order.edges.size(), "pair") + ": " + std::to_string(seen) + " seen, " +
                        std::to_string(declared) + " declared";
    if (order.static_pairs)
      pairs += "; " + std::to_string(order.exercised) + " of " + counted(order.static_pairs, "static pair") +
               " exercised, " + std::to_string(order.unpredicted) + " not predicted";
    line(pairs);
    std::size_t shown = 0;
    for (const OrderCycle& cycle : order.cycles)
      if (shown++ < 3)
        add_cycle(cycle);
    if (order.cycles.size() > 3)
      line("  ... and " + counted(order.cycles.size() - 3, "more cycle"));
    if (order.cycles.empty())
      line("  no cycle");
  }

  void add_cycle(const OrderCycle& cycle) {
    const char* status = cycle.status == CycleStatus::kObserved   ? "observed in both orders"
                         : cycle.status == CycleStatus::kPossible ? "possible"
                                                                  : "static only";
    std::string names;
    for (const std::string& lock : cycle.locks)
      names += name_of(lock) + " -> ";
    line("  cycle (" + std::string(status) + "): " + names + name_of(cycle.locks.empty() ? "" : cycle.locks[0]));
  }

  void add_state() {
    if (report_.findings_path.empty())
      return;
    std::map<std::string, std::uint64_t> kinds, severities, verdicts;
    for (const StateEntry& entry : report_.shared_state) {
      ++kinds[synchronization_text(entry.state.synchronization)];
      if (entry.dynamic != "not_watched")
        ++verdicts[entry.dynamic == "never_exercised" ? "never exercised" : entry.dynamic];
    }
    for (const FindingEntry& entry : report_.findings)
      ++severities[entry.finding.severity];
    line("");
    line("SHARED STATE  " + std::to_string(report_.shared_state.size()) + listed(kinds));
    if (!verdicts.empty())
      line("  watched" + listed(verdicts));
    add_races();
    line("FINDINGS      " + std::to_string(report_.findings.size()) + listed(severities));
  }

  void add_races() {
    std::size_t shown = 0;
    for (const StateEntry& entry : report_.shared_state) {
      if (entry.use.race.empty() || shown++ >= kGaps)
        continue;
      std::string sides;
      for (const WatchedAccess& access : entry.use.race)
        sides += (sides.empty() ? " " : " against ") + access.access + " at " + place_of(access.place);
      std::string guard = entry.state.guard.empty() ? "" : " (" + clean_text(guard_text(entry.state)) + ")";
      line("  race on " + name_of(entry.state.name) + guard + ":" + sides);
    }
    if (shown > kGaps)
      line("  ... and " + counted(shown - kGaps, "more race"));
  }

  static std::string listed(const std::map<std::string, std::uint64_t>& counts) {
    std::string text;
    for (const auto& [name, count] : counts)
      text += (text.empty() ? ": " : ", ") + std::to_string(count) + " " + clean_text(name);
    return text;
  }

  void add_gaps() {
    const std::vector<std::string>& gaps = report_.verdict.not_seen;
    if (gaps.empty())
      return;
    line("");
    line("NOT SEEN");
    for (std::size_t i = 0; i < std::min(gaps.size(), kGaps); ++i)
      line("  " + clean_text(gaps[i]));
    if (gaps.size() > kGaps)
      line("  ... and " + std::to_string(gaps.size() - kGaps) + " more, in the report");
  }

  void add_next() {
    line("");
    if (outputs_.empty())
      line("next: write the page with  -o report.html");
    for (const std::string& path : outputs_)
      line("wrote " + path);
    if (report_.runs.empty())
      line("next: record a run with  paraudit record -o trace -- PROGRAM ARGS...  and add the directory here");
    else if (report_.findings_path.empty())
      line("next: name locks and find state with  paraudit check -p BUILD --format=json -o findings.json, then "
           "--findings");
  }

  const Report& report_;
  const std::vector<std::string>& outputs_;
  std::string text_;
};

} // namespace

std::string to_text(const Report& report, const std::vector<std::string>& outputs) {
  return Summary(report, outputs).text();
}

} // namespace paraudit::reports
