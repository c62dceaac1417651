#include "reports/analysis/runs.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <map>
#include <set>

#include "reports/analysis/build_report.h"

namespace paraudit::reports {
namespace {

constexpr const char* kGivenUp = "lock waits given up";                                   // the recorder's counters
constexpr const char* kOfUnrecordedThreads = "dropped: by threads that are not recorded"; // told with those threads

std::string recording_name(std::uint32_t policy) {
  switch (policy) {
  case PARAUDIT_POLICY_NONE:
    return "none";
  case PARAUDIT_POLICY_COUNT:
    return "count";
  case PARAUDIT_POLICY_TIMELINE:
    return "timeline";
  default:
    return "policy " + std::to_string(policy);
  }
}

std::uint32_t parse_count(const std::string& text) {
  std::uint32_t value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? value : 0;
}

// Of locks; waits for other objects have counters of the same form.
std::uint64_t acquisitions_of(const ProcessTrace& trace, const ThreadTrace& thread) {
  std::uint64_t sum = 0;
  for (const paraudit_counter& counter : thread.counters()) {
    auto record = trace.classes.find(counter.class_id);
    if (record == trace.classes.end() || object_kind_is_lock(record->second.kind))
      sum += counter.acquisitions;
  }
  return sum;
}

} // namespace

std::uint32_t threads_of_command(const std::vector<std::string>& command) {
  const std::string option = "threads=";
  for (std::size_t i = 0; i < command.size(); ++i) {
    std::string value;
    if (command[i].rfind("-Z" + option, 0) == 0)
      value = command[i].substr(2);
    else if (command[i] == "-Z" && i + 1 < command.size())
      value = command[i + 1];
    if (value.rfind(option, 0) == 0)
      return parse_count(value.substr(option.size()));
  }
  return 0;
}

namespace {

std::string program_of(const ProcessTrace& trace) {
  return std::filesystem::path(trace.command.empty() ? trace.executable : trace.command[0]).filename().string();
}

bool is_thread_value(const std::string& word) {
  return word.rfind("threads=", 0) == 0;
}

// The arguments without thread count and output: what makes the run's configuration.
std::vector<std::string> configuration_words(const std::vector<std::string>& command) {
  std::vector<std::string> words;
  for (std::size_t i = 1; i < command.size(); ++i) {
    bool has_next = i + 1 < command.size();
    if (command[i].rfind("-Zthreads=", 0) == 0)
      continue;
    if (has_next && ((command[i] == "-Z" && is_thread_value(command[i + 1])) || command[i] == "-o"))
      ++i;
    else if (has_next && command[i] == "-Z")
      words.push_back("-Z " + command[++i]);
    else
      words.push_back(command[i]);
  }
  return words;
}

// Program and those words that not every run has.
std::vector<std::string> configurations(const std::vector<ProcessTrace>& traces) {
  std::map<std::string, std::size_t> runs_with;
  std::vector<std::vector<std::string>> words;
  for (const ProcessTrace& trace : traces) {
    words.push_back(configuration_words(trace.command));
    for (const std::string& word : std::set<std::string>(words.back().begin(), words.back().end()))
      ++runs_with[word];
  }
  std::vector<std::string> names;
  for (std::size_t i = 0; i < traces.size(); ++i) {
    names.push_back(program_of(traces[i]));
    for (const std::string& word : words[i])
      if (runs_with[word] != traces.size())
        names.back() += " " + word;
  }
  return names;
}

// A thread of which no beginning or end is known was there as long as the process.
Ns thread_time(const ProcessTrace& trace) {
  std::uint64_t ticks = 0;
  for (const ThreadTrace& thread : trace.threads) {
    std::uint64_t start = trace.start_ticks, end = trace.end_ticks;
    if (auto known = trace.thread_info.find(thread.index()); known != trace.thread_info.end()) {
      start = std::max(start, known->second.start_ticks);
      end = known->second.end_ticks ? std::min(end, known->second.end_ticks) : end;
    }
    ticks += end - std::min(end, start);
  }
  return trace.clock_fit.ns(ticks);
}

Run describe_run(const ProcessTrace& trace) {
  Run run;
  run.directory = trace.directory;
  run.recording = recording_name(trace.policy);
  run.command = trace.command;
  run.pid = trace.pid;
  run.ended = trace.ended;
  run.duration = trace.clock_fit.ns(trace.end_ticks - std::min(trace.end_ticks, trace.start_ticks));
  run.thread_time = thread_time(trace);
  run.bytes = trace.bytes;
  run.drops = trace.log_dropped;
  for (const auto& [name, count] : trace.counters)
    if (name.starts_with("dropped: ") && name != kOfUnrecordedThreads)
      run.drops += count;
  run.unrecorded_threads = trace.threads_dropped;
  run.torn = trace.notes.torn_records + (trace.notes.torn_log_bytes != 0) + trace.notes.unstarted_threads;
  run.missing_threads = trace.notes.missing_threads;
  if (auto given_up = trace.counters.find(kGivenUp); given_up != trace.counters.end())
    run.given_up = given_up->second;
  for (const ThreadTrace& thread : trace.threads) {
    std::uint64_t acquisitions = acquisitions_of(trace, thread);
    run.threads_seen += thread.record_count() != 0 || acquisitions != 0;
    run.records += thread.record_count();
    run.acquisitions += acquisitions;
    run.drops += thread.header().ring_dropped + thread.header().counters_dropped;
  }
  std::uint32_t of_command = threads_of_command(trace.command);
  run.threads = of_command ? of_command : static_cast<std::uint32_t>(run.threads_seen);
  return run;
}

std::vector<MeasuredTime> medians(std::map<std::uint32_t, std::vector<Ns>> by_threads) {
  std::vector<MeasuredTime> times;
  for (auto& [threads, durations] : by_threads) {
    std::sort(durations.begin(), durations.end());
    times.push_back({threads, durations[durations.size() / 2], durations.size()});
  }
  return times;
}

} // namespace

std::vector<Run> describe_runs(const std::vector<ProcessTrace>& traces, const std::vector<std::string>& labels,
                               const std::vector<std::uint32_t>& threads) {
  std::vector<std::string> names = configurations(traces);
  std::vector<Run> runs;
  for (std::size_t i = 0; i < traces.size(); ++i) {
    Run run = describe_run(traces[i]);
    run.configuration = names[i];
    if (i < threads.size() && threads[i] != 0)
      run.threads = threads[i];
    bool given = i < labels.size() && !labels[i].empty();
    run.label = given ? labels[i]
                      : names[i] + " at " + std::to_string(run.threads) + (run.threads == 1 ? " thread" : " threads");
    runs.push_back(std::move(run));
  }
  return runs;
}

std::vector<ScalingSeries> measured_series(const std::vector<Run>& runs) {
  std::vector<std::string> order;
  std::map<std::string, std::map<std::uint32_t, std::vector<Ns>>> times;
  std::set<std::pair<std::string, std::uint32_t>> counted;
  for (const Run& run : runs)
    if (run.ended && run.recording == recording_name(PARAUDIT_POLICY_COUNT))
      counted.insert({run.configuration, run.threads});
  for (const Run& run : runs) {
    bool timeline = run.recording == recording_name(PARAUDIT_POLICY_TIMELINE);
    if (!run.ended || run.threads == 0 || (timeline && counted.count({run.configuration, run.threads})))
      continue;
    if (!times.count(run.configuration))
      order.push_back(run.configuration);
    times[run.configuration][run.threads].push_back(run.duration);
  }
  std::vector<ScalingSeries> series;
  for (const std::string& configuration : order)
    series.push_back({configuration, medians(times[configuration])});
  auto first = std::max_element(series.begin(), series.end(), [](const ScalingSeries& a, const ScalingSeries& b) {
    return a.measured.size() < b.measured.size();
  });
  std::rotate(series.begin(), first, first == series.end() ? first : first + 1);
  return series;
}

// With C(N) = T(1) / T(N): (N / C(N) - 1) / (N - 1) = contention + coherency * N, a straight line.
std::optional<ScalingFit> fit_scaling(const std::vector<MeasuredTime>& times) {
  if (times.size() < 4 || times[0].threads != 1 || times[0].time == 0)
    return std::nullopt;
  double n = 0, sum_x = 0, sum_y = 0, sum_xx = 0, sum_xy = 0;
  for (std::size_t i = 1; i < times.size(); ++i) {
    double x = times[i].threads;
    double y = (x * static_cast<double>(times[i].time) / static_cast<double>(times[0].time) - 1) / (x - 1);
    n += 1;
    sum_x += x;
    sum_y += y;
    sum_xx += x * x;
    sum_xy += x * y;
  }
  double slope = (n * sum_xy - sum_x * sum_y) / (n * sum_xx - sum_x * sum_x);
  double coherency = std::max(slope, 0.0);
  return ScalingFit{std::max((sum_y - coherency * sum_x) / n, 0.0), coherency};
}

} // namespace paraudit::reports
