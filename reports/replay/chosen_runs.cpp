#include "reports/replay/chosen_runs.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace paraudit::reports::replay {
namespace {

// The runs of one kind that ended by themselves.
std::vector<std::size_t> of_kind(const std::vector<Run>& runs, const std::string& configuration, std::uint32_t threads,
                                 const std::string& recording) {
  std::vector<std::size_t> list;
  for (std::size_t i = 0; i < runs.size(); ++i)
    if (runs[i].configuration == configuration && runs[i].threads == threads && runs[i].recording == recording &&
        runs[i].ended)
      list.push_back(i);
  return list;
}

// Of some runs of one kind the one in the middle, of two the faster. Nothing for none.
std::optional<std::size_t> middle(std::vector<std::size_t> list, const std::vector<Run>& runs) {
  if (list.empty())
    return std::nullopt;
  auto at = list.begin() + static_cast<std::ptrdiff_t>((list.size() - 1) / 2);
  std::nth_element(list.begin(), at, list.end(),
                   [&](std::size_t a, std::size_t b) { return runs[a].duration < runs[b].duration; });
  return *at;
}

} // namespace

std::vector<std::size_t> timelines_to_replay(const Report& report) {
  std::vector<std::size_t> chosen;
  for (const ScalingSeries& series : report.series) {
    for (std::uint32_t threads : {1, 2}) {
      std::vector<std::size_t> fit = of_kind(report.runs, series.configuration, threads, "timeline");
      if (std::optional<std::size_t> usual = middle(std::move(fit), report.runs)) {
        chosen.push_back(*usual);
        break;
      }
    }
  }
  return chosen;
}

double variation_of(std::size_t usual, const std::vector<Run>& runs) {
  const Run& run = runs[usual];
  auto time = static_cast<double>(run.duration);
  std::vector<double> distances;
  for (std::size_t other : of_kind(runs, run.configuration, run.threads, run.recording))
    if (other != usual)
      distances.push_back(std::abs(static_cast<double>(runs[other].duration) - time));
  if (distances.empty() || time == 0)
    return 0;
  auto at = distances.begin() + static_cast<std::ptrdiff_t>(distances.size() / 2);
  std::nth_element(distances.begin(), at, distances.end());
  return 1.4826 * *at / time;
}

RecordingCost cost_of(const Run& run, const RunJoin& join, const std::vector<Run>& runs) {
  RecordingCost cost;
  std::uint64_t records = 0;
  for (const ThreadTrace& thread : join.trace->threads)
    records += thread.record_count();
  std::optional<std::size_t> usual = middle(of_kind(runs, run.configuration, run.threads, "count"), runs);
  if (!usual || records == 0)
    return cost;
  double difference = static_cast<double>(run.duration) - static_cast<double>(runs[*usual].duration);
  cost.per_hold_ns = std::clamp(difference / static_cast<double>(records), 0.0, 200.0);
  return cost;
}

} // namespace paraudit::reports::replay
