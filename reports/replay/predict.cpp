#include "reports/replay/predict.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <functional>
#include <optional>
#include <set>
#include <thread>
#include <tuple>

#include "reports/replay/build_program.h"
#include "reports/replay/chosen_runs.h"
#include "reports/replay/what_if.h"

namespace paraudit::reports::replay {
namespace {

constexpr std::uint32_t kUnlimited = 512; // workers: more than any program here has tasks for at once
constexpr std::size_t kReplicates = 10, kChangedLocks = 3;
// Draws of a simulation: at least as many, at most as many, and how well the median of their times is to be known.
constexpr std::size_t kFewDraws = 3, kManyDraws = 25;
constexpr double kWellKnown = 0.004;
// As many simulations as a report with everything in it has at least, and how many lock operations they may take for
// that.
constexpr std::uint64_t kAllSimulations = 400, kAllOperations = 150'000'000;
constexpr unsigned kMostWays = 64;
constexpr double kWellUsed = 0.9, kDisagree = 0.15;

// Runs jobs on all cores.
void run_all(std::vector<std::function<void()>>& jobs) {
  std::atomic<std::size_t> next{0};
  auto work = [&] {
    for (std::size_t job = next++; job < jobs.size(); job = next++)
      jobs[job]();
  };
  std::vector<std::thread> helpers;
  std::size_t count = std::min<std::size_t>(std::max(1u, std::thread::hardware_concurrency()), jobs.size());
  for (std::size_t i = 1; i < count; ++i)
    helpers.emplace_back(work);
  work();
  for (std::thread& helper : helpers)
    helper.join();
  jobs.clear();
}

struct Change {
  WhatIf what;
  std::function<Program()> make;
};

class Predictor {
 public:
  Predictor(const RunJoin& run, const LockTable& table, const Program& program, const HandOff& hand_off, double varies,
            const PredictOptions& options)
      : run_(run), table_(table), program_(program), hand_off_(hand_off), varies_(varies), options_(options) {}

  Prediction predict(const Run& recorded, std::vector<std::uint32_t> counts, std::vector<std::string>& notes) {
    Prediction prediction;
    prediction.hand_off = hand_off_.usual(0);
    prediction.recorded = recorded.duration;
    prediction.replayed = ns(simulate(program_, machine(recorded.threads)).time);
    note_mismatch(prediction, notes);
    std::uint64_t affordable =
        std::max<std::uint64_t>(options_.budget / std::max<std::uint64_t>(program_.acquisitions, 1), 1);
    thin_out(counts, affordable);
    // A quarter of what the intervals leave: the changes need more, each at every count.
    std::size_t draws =
        affordable_draws((affordable - std::min(affordable, counts.size() * kReplicates)) / 4, counts.size());
    simulate_counts(counts, draws);
    affordable -= std::min<std::uint64_t>(affordable, counts.size() * draws);
    bool intervals = affordable >= counts.size() * kReplicates;
    for (std::size_t i = 0; i < counts.size(); ++i)
      prediction.predicted.push_back(judge(counts[i], base_[i]));
    if (intervals) {
      add_intervals(prediction.predicted);
      affordable -= counts.size() * kReplicates;
    }
    bool all = try_changes(counts, affordable, prediction.what_if);
    if (!intervals || !all)
      notes.push_back("the timeline is long: replay left out " + std::string(intervals ? "" : "intervals") +
                      (intervals || all ? "" : " and ") + (all ? "" : "some changes to locks"));
    if (std::any_of(base_.begin(), base_.end(), [](const Outcome& outcome) { return outcome.stuck; }))
      notes.push_back(
          "replay came to a point where every task waits for another, at some thread counts; those are left out");
    std::erase_if(prediction.predicted, [](const PredictedTime& time) { return time.time == 0; });
    return prediction;
  }

 private:
  // At the recorded number of threads a replay should take as long as the run, but for the recorder's own time.
  void note_mismatch(const Prediction& prediction, std::vector<std::string>& notes) const {
    auto recorded = static_cast<double>(prediction.recorded), replayed = static_cast<double>(prediction.replayed);
    if (replayed > recorded * (1 + kDisagree / 3))
      notes.push_back("its replay at the same number of threads takes " +
                      std::to_string(std::lround((replayed / recorded - 1) * 100)) +
                      " % longer than the run: predictions may be as much too high");
  }

  std::uint64_t ticks(std::uint64_t ns) const {
    return static_cast<std::uint64_t>(static_cast<double>(ns) / program_.ns_per_tick);
  }
  Ns ns(std::uint64_t ticks) const { return run_.trace->clock_fit.ns(ticks); }

  // takes(point): nanoseconds.
  template <class Takes> WakeTime wake(Takes takes) const {
    std::array<WakeTime::Point, 3> points;
    for (std::size_t i = 0; i < points.size(); ++i)
      points[i] = {ticks(hand_off_.points[i].slept_ns), ticks(takes(i))};
    return WakeTime(points);
  }

  Machine machine(std::uint32_t workers) const {
    constexpr Ns kSpin = 1500, kSteal = 500, kDrowsy = 100'000;
    return {.workers = workers,
            .wake = wake([this](std::size_t point) { return hand_off_.usual(point); }),
            .start = ticks(hand_off_.start_ns),
            .spin = ticks(kSpin),
            .steal = ticks(kSteal),
            .drowsy = ticks(kDrowsy),
            .scheduling = options_.scheduling};
  }

  // The most telling counts first, as many as there is time for.
  static void thin_out(std::vector<std::uint32_t>& counts, std::uint64_t affordable) {
    if (counts.size() <= affordable)
      return;
    std::vector<std::uint32_t> order;
    for (std::uint32_t wanted : {64u, 8u, 2u, 1u, 16u, 4u, 32u})
      if (std::find(counts.begin(), counts.end(), wanted) != counts.end())
        order.push_back(wanted);
    for (std::uint32_t count : counts)
      if (std::find(order.begin(), order.end(), count) == order.end())
        order.push_back(count);
    order.resize(affordable);
    std::sort(order.begin(), order.end());
    counts = order;
  }

  // How often each of some simulations may be drawn: rather once than a few times too few.
  static std::size_t affordable_draws(std::uint64_t affordable, std::size_t simulations) {
    std::uint64_t each = affordable / std::max<std::size_t>(simulations, 1);
    return each < kFewDraws ? 1 : std::min<std::size_t>(each, kManyDraws);
  }

  void simulate_counts(const std::vector<std::uint32_t>& counts, std::size_t draws) {
    base_.resize(counts.size());
    std::vector<std::function<void()>> jobs;
    for (std::size_t i = 0; i < counts.size(); ++i)
      jobs.push_back([this, &counts, i, draws] { base_[i] = typical(program_, counts[i], draws); });
    run_all(jobs);
  }

  // Who steals from whom is drawn by lot, here as there: where tasks are few for so many workers, two runs differ by a
  // tenth. Draws until the median of the times is well known; returns the draw that has it.
  Outcome typical(const Program& program, std::uint32_t workers, std::size_t most) const {
    std::vector<Outcome> draws;
    auto by_time = [](const Outcome& a, const Outcome& b) { return a.time < b.time; };
    while (draws.size() < most) {
      Machine drawn = machine(workers);
      drawn.seed = draws.size() + 1;
      Outcome draw = simulate(program, drawn);
      draws.insert(std::upper_bound(draws.begin(), draws.end(), draw, by_time), std::move(draw));
      if (draws.size() >= kFewDraws && is_well_known(draws))
        break;
    }
    return std::move(draws[draws.size() / 2]);
  }

  // Standard error of the median, from the middle half of what is ascending: 1.2533 * (half / 1.349) / sqrt(n).
  static bool is_well_known(const std::vector<Outcome>& ascending) {
    std::size_t n = ascending.size();
    auto middle = static_cast<double>(ascending[n / 2].time);
    auto half = static_cast<double>(ascending[n - 1 - n / 4].time - ascending[n / 4].time);
    return 0.93 * half <= kWellKnown * middle * std::sqrt(static_cast<double>(n));
  }

  std::uint64_t time_without_locks(std::uint32_t workers) const {
    Machine free = machine(workers);
    free.ignore_locks = true;
    return simulate(program_, free).time;
  }

  PredictedTime judge(std::uint32_t workers, const Outcome& outcome) const {
    PredictedTime time;
    time.threads = workers;
    if (outcome.stuck)
      return time;
    time.time = time.low = time.high = ns(outcome.time);
    auto most = std::max_element(outcome.blocked_by_group.begin(), outcome.blocked_by_group.end());
    if (most != outcome.blocked_by_group.end() && *most != 0)
      time.lock = name_of(static_cast<std::uint32_t>(most - outcome.blocked_by_group.begin()));
    double all = std::max(static_cast<double>(outcome.time) * workers, 1.0);
    double used = std::min(static_cast<double>(outcome.busy) / all, 1.0);
    time.waiting = std::min(static_cast<double>(outcome.blocked) / all, 1.0);
    time.idle = std::max(1 - used - time.waiting, 0.0);
    time.limit = limit_of(workers, outcome, used, time);
    return time;
  }

  std::string limit_of(std::uint32_t workers, const Outcome& outcome, double used, const PredictedTime& time) const {
    if (used >= kWellUsed)
      return "workers";
    if (time.waiting > time.idle)
      return "lock";
    auto took = static_cast<double>(outcome.time);
    if (time.waiting > 0.02 && static_cast<double>(time_without_locks(workers)) < kWellUsed * took)
      return "lock"; // the others are idle because those that would give them tasks wait
    return static_cast<double>(time_without_locks(kUnlimited)) >= kWellUsed * took ? "critical_path" : "tasks";
  }

  std::string name_of(std::uint32_t group) const { return table_.entries()[program_.groups[group]].name; }

  // 95 % of the bootstrap samples' spread around the prediction, and of what one run differs from another by.
  void add_intervals(std::vector<PredictedTime>& times) const {
    std::vector<std::vector<double>> samples(times.size(), std::vector<double>(kReplicates));
    std::vector<std::function<void()>> jobs;
    for (std::size_t replicate = 0; replicate < kReplicates; ++replicate)
      jobs.push_back([this, &samples, &times, replicate] {
        Program sample = resampled(program_, replicate + 1);
        for (std::size_t i = 0; i < times.size(); ++i) {
          Machine other = machine(times[i].threads);
          other.seed = replicate + 2;
          other.wake = wake([this, replicate](std::size_t point) {
            return hand_off_.within(point, static_cast<double>(replicate) / (kReplicates - 1));
          });
          samples[i][replicate] = static_cast<double>(ns(simulate(sample, other).time));
        }
      });
    run_all(jobs);
    for (std::size_t i = 0; i < times.size(); ++i) {
      if (times[i].time == 0)
        continue;
      auto centre = static_cast<double>(times[i].time);
      double squares = 0;
      for (double sample : samples[i])
        squares += (sample - centre) * (sample - centre);
      double run = varies_ * centre;
      double half = 1.96 * std::sqrt(squares / kReplicates + run * run);
      times[i].low = static_cast<Ns>(std::max(centre - half, 0.0));
      times[i].high = static_cast<Ns>(centre + half);
    }
  }

  // What could be done about the locks that are waited for most at the highest count.
  std::vector<Change> changes(const std::vector<std::uint32_t>& counts) const {
    std::vector<Change> list;
    const Outcome& worst = base_.back();
    std::vector<std::uint32_t> groups;
    for (std::uint32_t group = 0; group < program_.groups.size(); ++group)
      if (worst.blocked_by_group[group] * 200 > worst.time * counts.back()) // half a percent of the workers' time
        groups.push_back(group);
    std::sort(groups.begin(), groups.end(),
              [&](std::uint32_t a, std::uint32_t b) { return worst.blocked_by_group[a] > worst.blocked_by_group[b]; });
    groups.resize(std::min(groups.size(), kChangedLocks));
    for (std::uint32_t group : groups)
      add_changes(group, list);
    return list;
  }

  void add_changes(std::uint32_t group, std::vector<Change>& list) const {
    auto add = [&](const char* change, const std::string& detail, std::function<Program()> make) -> WhatIf& {
      list.push_back({{}, std::move(make)});
      WhatIf& what = list.back().what;
      what.lock = name_of(group);
      what.change = change;
      what.detail = detail;
      return what;
    };
    for (unsigned ways = 2; ways <= kMostWays; ways *= 2) {
      Keys keys = spread_of_keys(program_, group, ways);
      if (keys.with < 9 * keys.without || keys.with == 0)
        break; // most acquisitions name no key: nothing is known
      WhatIf& what =
          add("shard", std::to_string(ways) + " shards", [=, this] { return sharded(program_, group, ways); });
      what.ways = ways;
      what.skew = keys.busiest;
    }
    std::uint32_t section = busiest_section(group);
    std::string where;
    if (section != 0) {
      where = place_of(section);
      add("shorten", "half the work at " + where + " outside", [=, this] { return shortened(program_, section, 0.5); });
      add("reader_writer", "if " + where + " only reads", [=, this] { return shared_at(program_, section); });
    }
    if (std::optional<Program> without = frozen(program_, group, section))
      add("freeze",
          has_readers(program_, group) ? "no lock for reads after the last write"
                                       : "no lock at " + where + " after the last use elsewhere, if it only reads",
          [program = std::make_shared<Program>(std::move(*without))] { return *program; });
    add("worker_local", "one for each worker, without a lock", [=, this] { return worker_local(program_, group); });
  }

  std::string place_of(std::uint32_t section) const {
    const SourcePlace& place = run_.place(program_.sections[section].site);
    return place.file.empty() ? "its busiest place" : place.file + ":" + std::to_string(place.line);
  }

  // Where most time is spent while the lock is held.
  std::uint32_t busiest_section(std::uint32_t group) const {
    std::vector<std::uint64_t> held(program_.sections.size());
    for (const Op& op : program_.ops)
      held[op.section] += op.before;
    std::uint32_t busiest = 0;
    for (std::uint32_t section = 1; section < held.size(); ++section)
      if (program_.sections[section].group == group && (busiest == 0 || held[section] > held[busiest]))
        busiest = section;
    return busiest;
  }

  // False if there was no time for all.
  bool try_changes(const std::vector<std::uint32_t>& counts, std::uint64_t affordable,
                   std::vector<WhatIf>& results) const {
    std::vector<Change> list = changes(counts);
    std::vector<std::size_t> at; // counts that matter: two, those measured, the highest; all of them when there is time
    for (std::size_t i = 0; i < counts.size(); ++i)
      if (counts[i] > 1 && base_[i].time != 0 && !base_[i].stuck)
        at.push_back(i);
    std::size_t draws = affordable_draws(affordable, list.size() * at.size());
    while (at.size() > 1 && list.size() * at.size() > affordable)
      at.erase(at.size() > 2 ? at.begin() + 1 : at.begin()); // the least and the most threads stay
    bool all = list.size() * std::max<std::size_t>(at.size(), 1) <= affordable;
    if (!all)
      list.resize(std::min<std::size_t>(list.size(), affordable));
    std::vector<std::vector<WhatIf>> found(list.size());
    std::vector<std::function<void()>> jobs;
    for (std::size_t job = 0; job < list.size(); ++job)
      jobs.push_back([this, &list, &found, &at, &counts, job, draws] {
        Program changed = list[job].make();
        for (std::size_t i : at) {
          Outcome outcome = typical(changed, counts[i], draws);
          WhatIf result = list[job].what;
          result.threads = counts[i];
          result.time = ns(outcome.time);
          result.gain = 1 - static_cast<double>(outcome.time) / static_cast<double>(base_[i].time);
          if (!outcome.stuck)
            found[job].push_back(result);
        }
      });
    run_all(jobs);
    rank(found, results);
    return all;
  }

  static void rank(std::vector<std::vector<WhatIf>>& found, std::vector<WhatIf>& results) {
    std::erase_if(found, [](const auto& list) { return list.empty(); });
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
      const WhatIf &x = a.back(), &y = b.back();
      return std::tuple(-x.gain, x.lock, x.change, x.ways) < std::tuple(-y.gain, y.lock, y.change, y.ways);
    });
    for (const auto& list : found)
      results.insert(results.end(), list.begin(), list.end());
  }

  const RunJoin& run_;
  const LockTable& table_;
  const Program& program_;
  const HandOff& hand_off_;
  const double varies_; // of the given runs: standard deviation, as a share
  const PredictOptions& options_;
  std::vector<Outcome> base_; // by count
};

std::vector<std::uint32_t> counts_for(const PredictOptions& options, const Report& report) {
  if (!options.counts.empty())
    return options.counts;
  std::set<std::uint32_t> counts{1, 2, 4, 8, 16, 32, 64};
  for (const ScalingSeries& series : report.series)
    for (const MeasuredTime& time : series.measured)
      counts.insert(std::min(time.threads, kUnlimited));
  return {counts.begin(), counts.end()};
}

// The fitted law knows nothing of the program, replay nothing of caches: where they differ, one is wrong.
void compare_with_fit(Report& report) {
  if (!report.fit || report.predictions.empty() || report.measured.empty() ||
      report.predictions[0].configuration != report.series[0].configuration)
    return;
  auto one = static_cast<double>(report.measured[0].time);
  for (const PredictedTime& time : report.predictions[0].predicted) {
    double n = time.threads;
    double law = one * (1 + report.fit->contention * (n - 1) + report.fit->coherency * n * (n - 1)) / n;
    if (std::abs(static_cast<double>(time.time) - law) > kDisagree * law)
      report.scaling_warnings.push_back(
          "at " + std::to_string(time.threads) +
          " threads the law fitted to the measured times and the replay differ by " +
          std::to_string(static_cast<int>(std::lround(std::abs(static_cast<double>(time.time) / law - 1) * 100))) +
          " %");
  }
}

} // namespace

void predict(const std::vector<RunJoin>& runs, const LockTable& table, const PredictOptions& options, Report& report) {
  std::vector<std::size_t> chosen = timelines_to_replay(report);
  if (chosen.empty())
    return;
  HandOff hand_off = options.hand_off ? *options.hand_off : measure_hand_off();
  PredictOptions each = options;
  for (std::size_t run : chosen) {
    Built built = build_program(runs[run], cost_of(report.runs[run], runs[run], report.runs));
    std::string prefix = "run '" + report.runs[run].label + "': ";
    if (!built.problem.empty()) {
      report.notes.push_back(prefix + "not replayed: " + built.problem);
      continue;
    }
    std::vector<std::string> notes;
    std::uint64_t all = kAllSimulations * built.program.acquisitions;
    each.budget = std::max(options.budget / chosen.size(), all <= kAllOperations ? all : 0);
    Prediction prediction = Predictor(runs[run], table, built.program, hand_off, variation_of(run, report.runs), each)
                                .predict(report.runs[run], counts_for(options, report), notes);
    prediction.configuration = report.runs[run].configuration;
    prediction.run = run;
    for (const std::string& note : notes)
      report.notes.push_back(prefix + note);
    report.predictions.push_back(std::move(prediction));
  }
  compare_with_fit(report);
}

} // namespace paraudit::reports::replay
