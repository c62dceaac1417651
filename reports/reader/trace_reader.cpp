#include "reports/reader/trace_reader.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <system_error>
#include <tuple>

#include "reports/reader/process_file.h"

namespace paraudit::reports {
namespace {

namespace fs = std::filesystem;

constexpr const char* kHowToRecord = "record one with: paraudit record -o DIR -- PROGRAM ARGS...";

std::vector<fs::path> sorted_entries(const fs::path& directory) {
  std::error_code error;
  std::vector<fs::path> entries;
  fs::directory_iterator it(directory, error), end;
  for (; !error && it != end; it.increment(error))
    entries.push_back(it->path());
  if (error)
    throw InputError(directory.string(), "cannot list the directory: " + error.message());
  std::sort(entries.begin(), entries.end());
  return entries;
}

void read_threads(const fs::path& directory, ProcessTrace& trace) {
  std::map<std::uint32_t, std::string> files; // by the thread that they hold
  for (const fs::path& path : sorted_entries(directory)) {
    if (path.filename().string().rfind("thread-", 0) != 0)
      continue;
    std::optional<ThreadTrace> thread = ThreadTrace::read(path.string());
    if (!thread) {
      ++trace.notes.unstarted_threads;
      continue;
    }
    if (auto [first, added] = files.try_emplace(thread->index(), path.filename().string()); !added)
      throw InputError(path.string(), "holds the same thread as '" + first->second + "': it would count twice");
    trace.bytes += thread->bytes();
    trace.notes.torn_records += thread->torn_records();
    trace.notes.unknown_records += thread->unknown_records();
    trace.threads.push_back(std::move(*thread));
  }
  std::sort(trace.threads.begin(), trace.threads.end(),
            [](const ThreadTrace& a, const ThreadTrace& b) { return a.index() < b.index(); });
  // A thread is noted only once it has its file.
  std::uint64_t present = trace.notes.unstarted_threads;
  for (const ThreadTrace& thread : trace.threads)
    present += trace.thread_info.contains(thread.index());
  trace.notes.missing_threads = trace.thread_info.size() - std::min<std::uint64_t>(present, trace.thread_info.size());
}

// Ticks end where the process said so, else at the last thing it recorded.
void find_end(ProcessTrace& trace) {
  if (trace.end_ticks != 0)
    return;
  trace.end_ticks = trace.start_ticks;
  for (const auto& [index, thread] : trace.thread_info)
    trace.end_ticks = std::max({trace.end_ticks, thread.start_ticks, thread.end_ticks});
  for (const TraceChain& chain : trace.chains)
    trace.end_ticks = std::max(trace.end_ticks, chain.ticks);
  for (const ThreadTrace& thread : trace.threads)
    thread.for_each_record(
        [&](const RingRecord& record) { trace.end_ticks = std::max(trace.end_ticks, record.ticks); });
}

// A killed process may have one anchor only; CLOCK records in its rings are anchors too.
void refit_clock(ProcessTrace& trace) {
  if (trace.clock_fit.known || trace.anchors.empty())
    return;
  paraudit_clock_anchor first = trace.anchors.front(), last = first;
  for (const ThreadTrace& thread : trace.threads)
    thread.for_each_record([&](const RingRecord& record) {
      if (record.kind == PARAUDIT_RECORD_CLOCK && record.ticks > last.ticks && record.word > last.monotonic_ns)
        last = {record.ticks, record.word};
    });
  if (last.ticks > first.ticks)
    trace.clock_fit = {static_cast<double>(last.monotonic_ns - first.monotonic_ns) /
                           static_cast<double>(last.ticks - first.ticks),
                       true};
}

// The same run, maybe by another path or as a copy: a machine starts no two processes of one id at one nanosecond.
void expect_new(const ProcessTrace& trace, const TraceSet& set) {
  std::error_code error;
  for (const ProcessTrace& other : set.processes) {
    if (fs::equivalent(trace.directory, other.directory, error))
      throw InputError(trace.directory, "is given twice: its run would count twice");
    if (std::tie(trace.pid, trace.start_realtime_ns, trace.start_ticks) ==
        std::tie(other.pid, other.start_realtime_ns, other.start_ticks))
      throw InputError(trace.directory, "holds the same run of process " + std::to_string(trace.pid) + " as '" +
                                            other.directory + "': it would count twice; leave one of them out");
  }
}

void read_one(const fs::path& directory, TraceSet& set) {
  ProcessTrace trace;
  trace.directory = directory.string();
  if (!read_process_file((directory / "process").string(), trace)) {
    set.empty.push_back(directory.string());
    return;
  }
  expect_new(trace, set);
  read_threads(directory, trace);
  refit_clock(trace);
  find_end(trace);
  set.processes.push_back(std::move(trace));
}

// Lines of a name and a number, after the one that says what the file is; all names must be there.
Calibration read_calibration(const fs::path& path) {
  constexpr double kMostNs = 1e18; // three decades
  Calibration result;
  std::map<std::string, double*> wanted{{"bare_ns", &result.bare_ns},
                                        {"recorded_ns", &result.recorded_ns},
                                        {"acquisition_ns", &result.acquisition_ns},
                                        {"transfer_ns", &result.transfer_ns}};
  std::ifstream file(path);
  std::string line;
  std::size_t number = 1;
  auto fail = [&](const std::string& what) { throw InputError(path.string() + ":" + std::to_string(number), what); };
  if (!std::getline(file, line) || line != "paraudit.calibration 1")
    fail("is no calibration of version 1: record again with --calibrate, or remove the file");
  for (++number; std::getline(file, line); ++number) {
    std::istringstream words(line);
    std::string name;
    double value = -1;
    words >> name >> value;
    auto found = wanted.find(name);
    if (found == wanted.end() || !words || !(words >> std::ws).eof() || !(value >= 0 && value <= kMostNs))
      fail("expected one of bare_ns, recorded_ns, acquisition_ns and transfer_ns, each once, with a number");
    *found->second = value;
    wanted.erase(found);
  }
  if (!wanted.empty() || result.bare_ns <= 0)
    fail("the file ends before it says " + (wanted.empty() ? "a bare_ns above 0" : wanted.begin()->first));
  return result;
}

bool is_trace(const fs::path& path) {
  std::error_code error;
  return fs::exists(path / "process", error);
}

} // namespace

void read_traces(const std::string& directory, TraceSet& set) {
  std::error_code error;
  fs::file_status status = fs::status(directory, error);
  if (!fs::exists(status))
    throw InputError(directory, std::string("no such trace directory; ") + kHowToRecord);
  if (!fs::is_directory(status))
    throw InputError(directory, "not a directory: give the directory that the recorder wrote (<program>-<pid>/)");
  std::size_t before = set.processes.size() + set.empty.size();
  if (is_trace(directory)) {
    read_one(directory, set);
  } else {
    std::size_t first = set.processes.size();
    for (const fs::path& entry : sorted_entries(directory))
      if (is_trace(entry))
        read_one(entry, set);
    if (fs::path calibration = fs::path(directory) / "calibration"; fs::exists(calibration, error))
      for (std::size_t i = first; i < set.processes.size(); ++i)
        set.processes[i].calibration = read_calibration(calibration);
  }
  if (set.processes.size() + set.empty.size() == before)
    throw InputError(directory,
                     std::string("holds no trace (no file 'process' in it or one level below); ") + kHowToRecord);
  std::sort(set.processes.begin(), set.processes.end(), [](const ProcessTrace& a, const ProcessTrace& b) {
    return std::tie(a.start_realtime_ns, a.directory) < std::tie(b.start_realtime_ns, b.directory);
  });
}

} // namespace paraudit::reports
