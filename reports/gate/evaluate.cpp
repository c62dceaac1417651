#include "reports/gate/evaluate.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <set>

#include "formats/fingerprint.h"
#include "formats/ledger/compare.h"
#include "reports/analysis/coverage.h"
#include "reports/analysis/verdict.h"
#include "reports/ledger/program_facts.h"

namespace paraudit::reports {
namespace {

constexpr std::size_t kMaxDetails = 5;

std::string number_text(double number) {
  char text[64];
  std::snprintf(text, sizeof text, std::fabs(number) < 1e15 && number == std::floor(number) ? "%.0f" : "%.3g", number);
  return text;
}

// `*` stands for anything.
bool matches(std::string_view pattern, std::string_view text) {
  std::size_t p = 0, t = 0, star = std::string_view::npos, mark = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      mark = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++mark;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*')
    ++p;
  return p == pattern.size();
}

std::string place_text(const Place& place) {
  return place.file.empty() ? "" : place.file + ":" + std::to_string(place.line) + ": ";
}

bool is_cycle(const Issue& issue) {
  return issue.rule == "paraudit-lock-order-inversion" || issue.rule == "paraudit-instance-order";
}

struct Measure {
  std::optional<double> value;
  std::string missing; // why there is no value
  std::vector<std::string> details;
  Place place;
};

class Totals {
 public:
  explicit Totals(const GateInput& input) : input_(input), report_(input.report) {}

  Measure measure(TotalLimit limit) {
    switch (limit) {
    case TotalLimit::kNewCycles:
      return issues([](const Issue& issue) { return is_cycle(issue) && !issue.is_known; });
    case TotalLimit::kNewErrors:
      return issues([](const Issue& issue) { return issue.level == IssueLevel::kError && !issue.is_known; });
    case TotalLimit::kNewFindings:
      return issues([](const Issue& issue) { return !issue.is_known; });
    case TotalLimit::kObservedCycles:
      return observed();
    case TotalLimit::kStaleBaseline:
      return input_.has_baseline ? of(static_cast<double>(input_.stale)) : without("no baseline was given");
    case TotalLimit::kUndocumentedState:
      return undocumented(true);
    case TotalLimit::kUndocumentedPairs:
      return undocumented(false);
    case TotalLimit::kUnsynchronisedState:
      return unsynchronised();
    case TotalLimit::kUnpredictedPairs:
      return static_side(static_cast<double>(report_.lock_order.unpredicted));
    case TotalLimit::kFailedUnits:
      return static_side(static_cast<double>(report_.units_failed));
    case TotalLimit::kDroppedRecords:
      return report_.runs.empty() ? without("the report holds no recorded run")
                                  : of(static_cast<double>(report_.recorder.drops));
    case TotalLimit::kCoverage:
      break;
    }
    return coverage();
  }

 private:
  static Measure of(double value) { return {value, "", {}, {}}; }
  static Measure without(const std::string& why) { return {std::nullopt, why, {}, {}}; }

  Measure static_side(double value) const {
    return report_.units == 0 ? without("the report was made without findings, or they cover no translation unit")
                              : of(value);
  }

  template <class Take> Measure issues(Take take) const {
    if (report_.units == 0 && report_.runs.empty())
      return without("the report covers neither a translation unit nor a recorded run");
    Measure measure = of(0);
    for (const Issue& issue : input_.issues) {
      if (!take(issue))
        continue;
      if (*measure.value == 0)
        measure.place = issue.place;
      measure.value = *measure.value + 1;
      measure.details.push_back(place_text(issue.place) + issue.message + " [" + issue.rule + "]");
    }
    return measure;
  }

  Measure observed() const {
    if (report_.runs.empty())
      return without("the report holds no recorded run");
    Measure measure = of(0);
    for (const OrderCycle& cycle : report_.lock_order.cycles)
      if (cycle.status == CycleStatus::kObserved) {
        measure.value = *measure.value + 1;
        std::string names;
        for (const std::string& lock : cycle.locks)
          names += "'" + lock + "' -> ";
        measure.details.push_back(names + "'" + (cycle.locks.empty() ? "" : cycle.locks.front()) + "'");
      }
    return measure;
  }

  // Locks that the report does not list are of no interest here: only what is new counts.
  Measure undocumented(bool of_state) const {
    if (!input_.ledger)
      return without("no ledger was given (--ledger)");
    if (report_.units == 0)
      return static_side(0);
    Measure measure = of(0);
    for (const formats::Discrepancy& found : compare(*input_.ledger, program_facts(report_)))
      if (found.kind == formats::DiscrepancyKind::kNew && (found.identity.size() == 1) == of_state) {
        if (*measure.value == 0)
          measure.place = {found.site.file, found.site.line, found.site.column};
        measure.value = *measure.value + 1;
        measure.details.push_back(place_text({found.site.file, found.site.line, 0}) + found.message);
      }
    return measure;
  }

  Measure unsynchronised() const {
    if (report_.units == 0)
      return static_side(0);
    Measure measure = of(0);
    for (const StateEntry& entry : report_.shared_state)
      if (entry.state.synchronization == "none") {
        measure.value = *measure.value + 1;
        measure.details.push_back(place_text(entry.state.place) + "'" + entry.state.id + "'");
      }
    return measure;
  }

  Measure coverage() const {
    const LockOrder& order = report_.lock_order;
    if (report_.units == 0 || report_.runs.empty())
      return without("the report needs findings and a recorded run for that");
    if (order.static_pairs == 0)
      return without("the program nests no locks");
    Measure measure = of(100.0 * static_cast<double>(order.exercised) / static_cast<double>(order.static_pairs));
    for (const OrderEdge& edge : order.edges)
      if (edge.is_static && !edge.dynamic)
        measure.details.push_back("never exercised: '" + edge.before + "' -> '" + edge.after + "'");
    return measure;
  }

  const GateInput& input_;
  const Report& report_;
};

// What one lock did in the runs that count.
struct LockTotals {
  std::uint64_t acquisitions = 0, contended = 0;
  double wait = 0, thread_time = 0; // ns
  bool has_run = false;
};

LockTotals totals_of(const LockUse& lock, const Report& report, std::uint32_t threads) {
  LockTotals totals;
  for (const Run& run : report.runs)
    if (threads == 0 || run.threads == threads) {
      totals.has_run = true;
      totals.thread_time += static_cast<double>(run.thread_time);
    }
  for (const RunShare& share : lock.per_run)
    if (share.run < report.runs.size() && (threads == 0 || report.runs[share.run].threads == threads)) {
      totals.acquisitions += share.acquisitions;
      totals.contended += share.contended;
      totals.wait += static_cast<double>(share.wait);
    }
  return totals;
}

std::optional<double> in_us(const std::optional<Ns>& ns) {
  return ns ? std::optional<double>(static_cast<double>(*ns) / 1000) : std::nullopt;
}

Measure lock_measure(const LockUse& lock, const LockTotals& totals, LockLimit limit, std::uint32_t threads) {
  Measure measure;
  switch (limit) {
  case LockLimit::kContendedShare:
    measure.value = totals.acquisitions
                        ? 100.0 * static_cast<double>(totals.contended) / static_cast<double>(totals.acquisitions)
                        : 0;
    break;
  case LockLimit::kWait:
    measure.value = totals.wait / 1e6;
    break;
  case LockLimit::kWaitShare:
    measure.value = totals.thread_time > 0 ? 100.0 * totals.wait / totals.thread_time : 0;
    break;
  case LockLimit::kWaitP99:
    measure.value = lock.contended == 0 ? 0 : in_us(lock.wait.p99);
    measure.missing = "no single wait was recorded";
    break;
  case LockLimit::kHoldMean:
    measure.value = in_us(lock.hold.mean);
    measure.missing = "no hold was sampled";
    break;
  }
  if (threads != 0 && (limit == LockLimit::kWaitP99 || limit == LockLimit::kHoldMean)) {
    measure.value.reset();
    measure.missing = "it is known over all runs only: leave 'threads' out, or make a report of those runs alone";
  }
  for (std::size_t i = 0; i < std::min<std::size_t>(lock.blame.size(), 3); ++i)
    measure.details.push_back("held at " + lock.blame[i].holder.file + ":" + std::to_string(lock.blame[i].holder.line) +
                              " while waiting at " + lock.blame[i].waiter.file + ":" +
                              std::to_string(lock.blame[i].waiter.line));
  measure.place = lock.place;
  if (measure.place.file.empty() && !lock.blame.empty())
    measure.place = {lock.blame[0].holder.file, lock.blame[0].holder.line, 0};
  return measure;
}

std::string at_threads(std::uint32_t threads) {
  return threads == 0 ? "" : " at " + counted(threads, "thread");
}

class Evaluation {
 public:
  Evaluation(const Budget& budget, const GateInput& input) : budget_(budget), input_(input), report_(input.report) {}

  GateResult run() {
    Totals totals(input_);
    for (const TotalRule& rule : budget_.totals)
      judge(info_of(rule.limit), "", rule.bound, totals.measure(rule.limit), rule.at, info_of(rule.limit).name);
    for (const LockRule& rule : budget_.locks)
      lock(rule);
    for (const SpeedupRule& rule : budget_.speedups)
      speedup(rule);
    return std::move(result_);
  }

 private:
  void judge(const LimitInfo& info, const std::string& of_what, double bound, const Measure& measure, BudgetPlace at,
             const std::string& subject) {
    ++result_.checked;
    std::string limit = std::string(info.is_minimum() ? "at least " : "at most ") + number_text(bound) + info.unit;
    if (!measure.value)
      return fail(std::string("cannot tell '") + info.name + "'" + of_what + ": " + measure.missing, {}, at, subject,
                  {});
    bool holds = info.is_minimum() ? *measure.value >= bound : *measure.value <= bound;
    if (!holds)
      fail(std::string(info.what) + of_what + ": " + number_text(*measure.value) + info.unit + ", allowed " + limit,
           measure.details, at, subject, measure.place);
  }

  void fail(std::string message, std::vector<std::string> details, BudgetPlace at, const std::string& subject,
            Place place) {
    if (details.size() > kMaxDetails) {
      std::size_t more = details.size() - kMaxDetails;
      details.resize(kMaxDetails);
      details.push_back("... and " + std::to_string(more) + " more");
    }
    result_.violations.push_back({std::move(message), std::move(details), at, subject, std::move(place)});
  }

  void lock(const LockRule& rule) {
    const char* kind = rule.of_waits ? "wait object" : "lock";
    bool found = false;
    for (const LockUse& use : rule.of_waits ? report_.wait_objects : report_.locks) {
      if (!matches(rule.name, use.name) && !matches(rule.name, use.id))
        continue;
      found = true;
      LockTotals totals = totals_of(use, report_, rule.threads);
      for (const LockBound& bound : rule.bounds) {
        std::string of_what = " of '" + use.name + "'" + at_threads(rule.threads);
        Measure measure = lock_measure(use, totals, bound.limit, rule.threads);
        if (!totals.has_run)
          measure = {std::nullopt, "the report holds no run" + at_threads(rule.threads), {}, {}};
        judge(info_of(bound.limit), of_what, bound.bound, measure, bound.at,
              std::string(info_of(bound.limit).name) + at_threads(rule.threads) + " " + use.id);
      }
    }
    if (!found) {
      ++result_.checked;
      fail("'" + rule.name + "' matches no " + kind + " of the report: nothing was measured", {}, rule.at, rule.name,
           {});
    }
  }

  static std::optional<double> ratio(const std::vector<MeasuredTime>& times, std::uint32_t threads) {
    Ns one = 0, many = 0;
    for (const MeasuredTime& time : times) {
      one = time.threads == 1 ? time.time : one;
      many = time.threads == threads ? time.time : many;
    }
    return one && many ? std::optional<double>(static_cast<double>(one) / static_cast<double>(many)) : std::nullopt;
  }

  Measure speedup_of(const SpeedupRule& rule) const {
    Measure measure;
    if (rule.is_predicted) {
      std::vector<MeasuredTime> times;
      if (!report_.predictions.empty())
        for (const PredictedTime& point : report_.predictions.front().predicted) {
          times.push_back({point.threads, point.time, 1});
          if (point.threads == rule.threads && !point.limit.empty())
            measure.details.push_back("limited by " + point.limit +
                                      (point.lock.empty() ? "" : " '" + point.lock + "'"));
        }
      measure.value = ratio(times, rule.threads);
      measure.missing = "the report predicts no time at 1 and at " + counted(rule.threads, "thread");
      return measure;
    }
    const std::vector<MeasuredTime>* times = rule.configuration.empty() ? &report_.measured : nullptr;
    for (const ScalingSeries& series : report_.series)
      if (!times && series.configuration == rule.configuration)
        times = &series.measured;
    measure.missing = times ? "no run at 1 and at " + counted(rule.threads, "thread") + " was measured"
                            : "the report holds no configuration '" + rule.configuration + "'";
    if (times)
      measure.value = ratio(*times, rule.threads);
    return measure;
  }

  void speedup(const SpeedupRule& rule) {
    static constexpr LimitInfo kPredicted = {"min_speedup", "predicted speed-up", "x"},
                               kMeasured = {"min_speedup", "measured speed-up", "x"};
    judge(rule.is_predicted ? kPredicted : kMeasured, at_threads(rule.threads), rule.bound, speedup_of(rule), rule.at,
          "min_speedup" + at_threads(rule.threads));
  }

  const Budget& budget_;
  const GateInput& input_;
  const Report& report_;
  GateResult result_;
};

} // namespace

GateResult evaluate(const Budget& budget, const GateInput& input) {
  return Evaluation(budget, input).run();
}

namespace {

// As in a report's own verdict, no budget is needed for that.
void judge_ledger(const GateInput& input, GateResult& result) {
  Violation violation{"", {}, {}, "ledger", {}};
  std::uint64_t contradicted = 0;
  for (const formats::Discrepancy& found : compare(*input.ledger, program_facts(input.report))) {
    if (found.kind != formats::DiscrepancyKind::kContradicted)
      continue;
    ++contradicted;
    violation.details.push_back(input.ledger->path + ":" + std::to_string(found.at.line) + ": " + found.message);
  }
  if (contradicted == 0)
    return;
  violation.message = "the program contradicts " + counted(contradicted, "statement") + " of the ledger";
  result.violations.push_back(std::move(violation));
}

} // namespace

void judge_report(const Budget& budget, const GateInput& input, GateResult& result) {
  const Report& report = input.report;
  if (input.ledger && report.units == 0)
    result.violations.push_back({"the ledger was compared with nothing: the report was made without findings, or they "
                                 "cover no translation unit",
                                 {},
                                 {},
                                 "ledger",
                                 {}});
  else if (input.ledger)
    judge_ledger(input, result);
  for (std::string& reason : blind_reasons(report))
    result.violations.push_back({std::move(reason), {}, {}, "nothing seen", {}});
  bool is_default = budget.path.empty() && !input.has_baseline;
  if (is_default && !report.verdict.pass && result.violations.empty())
    result.violations.push_back(
        {"the report fails by itself (a --budget says what may pass)", report.verdict.reasons, {}, "verdict", {}});
}

std::vector<Issue> issues_of(const Budget& budget, const GateResult& result) {
  std::vector<Issue> issues;
  for (const Violation& violation : result.violations) {
    Issue issue;
    issue.rule = kBudgetRule;
    issue.level = IssueLevel::kError;
    issue.fingerprint = formats::fingerprint(formats::identity_text(kBudgetRule, {violation.subject}), 0);
    issue.message = violation.message;
    for (const std::string& detail : violation.details)
      issue.message += "; " + detail;
    issue.place = violation.place;
    if (issue.place.file.empty() && violation.at.line)
      issue.place = {budget.path, violation.at.line, violation.at.column};
    issues.push_back(std::move(issue));
  }
  return issues;
}

} // namespace paraudit::reports
