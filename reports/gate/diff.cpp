#include "reports/gate/diff.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "reports/analysis/coverage.h"
#include "reports/analysis/verdict.h"
#include "reports/gate/rank_test.h"

namespace paraudit::reports {
namespace {

constexpr double kFalseDiscoveries = 0.05, kMinimumChange = 0.02;

struct Key {
  std::string metric, subject;
  std::uint32_t threads = 0;
  auto operator<=>(const Key&) const = default;
};

using Samples = std::map<Key, std::vector<double>>;

// Each run of a lock: what it waited, and how often it was contended.
void sample_lock(const Report& report, const LockUse& lock, Samples& samples) {
  for (const RunShare& share : lock.per_run) {
    if (share.run >= report.runs.size() || share.acquisitions == 0)
      continue;
    const Run& run = report.runs[share.run];
    std::string subject = lock.name + " in " + run.configuration;
    samples[{"wait", subject, run.threads}].push_back(static_cast<double>(share.wait));
    samples[{"contended share", subject, run.threads}].push_back(100.0 * static_cast<double>(share.contended) /
                                                                 static_cast<double>(share.acquisitions));
  }
}

Samples samples_of(const std::vector<ReportFile>& side) {
  Samples samples;
  for (const ReportFile& file : side) {
    for (const Run& run : file.report.runs)
      if (run.ended)
        samples[{"time", run.configuration, run.threads}].push_back(static_cast<double>(run.duration));
    for (const LockUse& lock : file.report.locks)
      sample_lock(file.report, lock, samples);
  }
  return samples;
}

void judge(const std::vector<std::size_t>& indices, std::vector<NumberChange>& changes) {
  std::vector<double> probabilities;
  for (std::size_t index : indices)
    probabilities.push_back(changes[index].probability);
  std::vector<bool> found = discoveries(probabilities, kFalseDiscoveries);
  for (std::size_t i = 0; i < indices.size(); ++i) {
    NumberChange& change = changes[indices[i]];
    bool is_large = std::fabs(change.now - change.base) >= kMinimumChange * std::max(change.base, change.now);
    if (found[i] && is_large)
      change.kind = change.now > change.base ? ChangeKind::kWorse : ChangeKind::kBetter;
  }
}

std::vector<NumberChange> compare_numbers(const Samples& base, const Samples& now) {
  std::vector<NumberChange> changes;
  std::map<std::string, std::vector<std::size_t>> tested; // by metric: each is a question of its own
  for (const auto& [key, before] : base) {
    auto found = now.find(key);
    if (found == now.end())
      continue;
    const std::vector<double>& after = found->second;
    NumberChange change{key.metric,        key.subject,       key.threads,      before.size(),
                        after.size(),      median_of(before), median_of(after), rank_test(before, after),
                        ChangeKind::kNoise};
    if (smallest_probability(before.size(), after.size()) > kFalseDiscoveries) {
      change.kind = ChangeKind::kTooFew;
    } else {
      tested[change.metric].push_back(changes.size());
    }
    changes.push_back(std::move(change));
  }
  for (const auto& [metric, indices] : tested)
    judge(indices, changes);
  auto size = [](const NumberChange& change) {
    double larger = std::max(change.base, change.now);
    return larger > 0 ? std::fabs(change.now - change.base) / larger : 0;
  };
  std::sort(changes.begin(), changes.end(), [&](const NumberChange& a, const NumberChange& b) {
    return std::tuple(a.kind, a.metric != "time", -size(a), a.metric, a.subject, a.threads) <
           std::tuple(b.kind, b.metric != "time", -size(b), b.metric, b.subject, b.threads);
  });
  return changes;
}

// What any report of a side holds, by fingerprint.
std::map<std::string, Issue> issues_by_fingerprint(const std::vector<ReportFile>& side) {
  std::map<std::string, Issue> issues;
  for (const ReportFile& file : side)
    for (Issue& issue : issues_of(file.report))
      issues.emplace(issue.fingerprint, std::move(issue));
  return issues;
}

std::vector<Issue> without(const std::map<std::string, Issue>& all, const std::map<std::string, Issue>& others) {
  std::vector<Issue> list;
  for (const auto& [fingerprint, issue] : all)
    if (!others.contains(fingerprint))
      list.push_back(issue);
  sort_issues(list);
  return list;
}

NameChanges compare_names(const std::set<std::string>& base, const std::set<std::string>& now) {
  NameChanges changes;
  std::set_difference(now.begin(), now.end(), base.begin(), base.end(), std::back_inserter(changes.added));
  std::set_difference(base.begin(), base.end(), now.begin(), now.end(), std::back_inserter(changes.removed));
  return changes;
}

std::set<std::string> pairs_of(const std::vector<ReportFile>& side) {
  std::set<std::string> names;
  for (const ReportFile& file : side)
    for (const OrderEdge& edge : file.report.lock_order.edges)
      names.insert("'" + edge.before + "' -> '" + edge.after + "'");
  return names;
}

std::set<std::string> state_of(const std::vector<ReportFile>& side) {
  std::set<std::string> names;
  for (const ReportFile& file : side)
    for (const StateEntry& entry : file.report.shared_state)
      names.insert("'" + entry.state.id + "' (" + entry.state.synchronization + ")");
  return names;
}

// What the reports of a side looked at, together.
struct Sight {
  bool has_sources = false, has_runs = false;
  std::uint64_t failed = 0;                    // units, in the report with the fewest
  std::optional<std::set<std::string>> checks; // absent: not known
  bool has_check(const std::string& name) const { return !checks || checks->contains(name); }
};

Sight sight_of(const std::vector<ReportFile>& side) {
  Sight sight;
  bool knows_checks = true;
  for (const ReportFile& file : side) {
    const Report& report = file.report;
    sight.has_runs |= saw_runs(report);
    if (!saw_sources(report))
      continue;
    sight.failed = sight.has_sources ? std::min(sight.failed, report.units_failed) : report.units_failed;
    sight.has_sources = true;
    knows_checks &= !report.checks.empty();
    if (!sight.checks)
      sight.checks.emplace();
    sight.checks->insert(report.checks.begin(), report.checks.end());
  }
  if (!knows_checks)
    sight.checks.reset();
  return sight;
}

// Sentences about what `other` looked at and `side` did not.
bool find_unseen(const Sight& other, const Sight& side, const std::string& name, std::vector<std::string>& sentences) {
  std::size_t before = sentences.size();
  if (other.has_sources && !side.has_sources)
    sentences.push_back(name + " looked at no source: it holds no findings, or they cover nothing");
  if (other.has_runs && !side.has_runs)
    sentences.push_back(name + " looked at no run: it holds none, or nothing was recorded");
  if (other.has_sources && side.has_sources && side.failed > other.failed)
    sentences.push_back("in " + name + " " + counted(side.failed, "translation unit") + " failed, against " +
                        std::to_string(other.failed));
  bool lost = sentences.size() > before;
  std::string missing;
  for (const std::string& check : other.checks.value_or(std::set<std::string>()))
    if (side.has_sources && !side.has_check(check))
      missing += (missing.empty() ? "" : ", ") + check;
  if (!missing.empty())
    sentences.push_back("in " + name + " did not run: " + missing);
  return lost;
}

// Whether the new side would show the issue if it were still there.
bool is_seen(const Issue& issue, const Sight& before, const Sight& now) {
  bool lost_sources = before.has_sources && (!now.has_sources || now.failed > before.failed);
  bool lost_runs = before.has_runs && !now.has_runs;
  bool by_run = issue.rule == "paraudit-lock-order-inversion" || issue.rule == "paraudit-instance-order" ||
                issue.message.ends_with("at run time)");
  return !lost_sources && !(by_run && lost_runs) && now.has_check(issue.rule);
}

} // namespace

const char* change_name(ChangeKind kind) {
  switch (kind) {
  case ChangeKind::kWorse:
    return "worse";
  case ChangeKind::kBetter:
    return "better";
  case ChangeKind::kNoise:
    return "noise";
  case ChangeKind::kTooFew:
    break;
  }
  return "too few runs";
}

bool ReportDiff::is_worse() const {
  return std::any_of(new_issues.begin(), new_issues.end(),
                     [](const Issue& issue) { return issue.level != IssueLevel::kNote; }) ||
         std::any_of(numbers.begin(), numbers.end(),
                     [](const NumberChange& change) { return change.kind == ChangeKind::kWorse; });
}

ReportDiff diff_reports(const std::vector<ReportFile>& base, const std::vector<ReportFile>& now) {
  std::map<std::string, Issue> before = issues_by_fingerprint(base), after = issues_by_fingerprint(now);
  ReportDiff diff;
  diff.new_issues = without(after, before);
  Sight seen_before = sight_of(base), seen_now = sight_of(now);
  diff.lost_sight = find_unseen(seen_before, seen_now, "the new side", diff.not_seen);
  (void)find_unseen(seen_now, seen_before, "the base", diff.not_seen);
  for (Issue& issue : without(before, after))
    (is_seen(issue, seen_before, seen_now) ? diff.fixed_issues : diff.unseen_issues).push_back(std::move(issue));
  diff.pairs = compare_names(pairs_of(base), pairs_of(now));
  diff.state = compare_names(state_of(base), state_of(now));
  if (diff.lost_sight) {
    diff.pairs.removed.clear();
    diff.state.removed.clear();
  }
  diff.numbers = compare_numbers(samples_of(base), samples_of(now));
  return diff;
}

} // namespace paraudit::reports
