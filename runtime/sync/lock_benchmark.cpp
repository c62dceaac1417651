// What an uncontended lock costs, against std::mutex in the same run: interleaved pairs of short slices, medians of the
// per-pair ratios, because on a shared machine nanoseconds drift and ratios hold.
//
//   runtime_lock_benchmark [--json FILE] [--pairs N]
//
// Runs itself once per recording policy (the recorder reads its policy when a process starts) and prints every figure;
// --json writes them in the form that scripts/bench gathers.

#include "runtime/sync/sync.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

using paraudit::Lock;
using Clock = std::chrono::steady_clock;

constexpr int kSlice = 20000; // operations: about 0.4 ms

void keep(long& value) {
  asm volatile("" : "+m"(value));
}

// The thread's own processor time: others on the machine, and waits for the disk, do not count.
double thread_ns() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

// Nanoseconds per operation over one slice.
template <class Operation> double time_slice(Operation&& operation) {
  double start = thread_ns();
  for (int i = 0; i < kSlice; ++i)
    operation();
  return (thread_ns() - start) / kSlice;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

struct Figure {
  std::string name; // bar, or "" when it is only printed
  std::string what;
  double goal;
  std::vector<double> ours, rival;

  std::vector<double> ratios() const {
    std::vector<double> all;
    for (size_t i = 0; i < ours.size(); ++i)
      all.push_back(ours[i] / rival[i]);
    return all;
  }
};

template <class Ours, class Rival>
Figure compare(std::string name, std::string what, double goal, int pairs, Ours&& ours, Rival&& rival) {
  Figure figure{std::move(name), std::move(what), goal, {}, {}};
  time_slice(ours); // first touch, first chains
  time_slice(rival);
  for (int i = 0; i < pairs; ++i) {
    bool ours_first = i % 2 == 0;
    double first = ours_first ? time_slice(ours) : time_slice(rival);
    double second = ours_first ? time_slice(rival) : time_slice(ours);
    figure.ours.push_back(ours_first ? first : second);
    figure.rival.push_back(ours_first ? second : first);
  }
  return figure;
}

std::vector<Figure> measure_locks(const std::string& policy, int pairs) {
  std::vector<Figure> figures;
  long value = 0;
  std::mutex mutex, inner_mutex;
  Lock<long> lock(0, "bench::outer"), inner(0, "bench::inner");
  Lock<long, paraudit::NotRecorded> plain(0);
  auto raw = [&] {
    std::lock_guard<std::mutex> guard(mutex);
    keep(++value);
  };
  auto raw_nested = [&] {
    std::lock_guard<std::mutex> guard(mutex);
    std::lock_guard<std::mutex> second(inner_mutex);
    keep(++value);
  };
  bool count = policy == "count", timeline = policy == "timeline";
  figures.push_back(compare(
      count      ? "runtime.uncontended"
      : timeline ? "runtime.timeline"
                 : "",
      "lock+unlock, " + policy, timeline ? 3.5 : 0.95, pairs, [&] { keep(++*lock.lock()); }, raw));
  figures.push_back(compare(
      count ? "runtime.nested" : "", "nested pair, " + policy, 1.0, pairs,
      [&] {
        auto guard = lock.lock();
        keep(++*inner.lock());
      },
      raw_nested));
  figures.push_back(
      compare("", "lock+unlock, recording compiled out, " + policy, 0, pairs, [&] { keep(++*plain.lock()); }, raw));
  return figures;
}

Figure measure_no_sync(int pairs) {
  paraudit::reset_mode_for_test();
  paraudit::set_mode(paraudit::SyncMode::kNoSync);
  Lock<long> lock(0);
  std::mutex mutex;
  long value = 0;
  return compare(
      "runtime.nosync_ns", "lock+unlock, no-sync (bar: ns)", 2, pairs, [&] { keep(++*lock.lock()); },
      [&] {
        std::lock_guard<std::mutex> guard(mutex);
        keep(++value);
      });
}

// Locked increments per microsecond, by two threads at once with a little work outside the lock.
template <class Increment> double contended_slice(Increment&& increment) {
  constexpr int kRounds = 20000, kWork = 60;
  auto start = Clock::now();
  auto body = [&] {
    long work = 0;
    for (int i = 0; i < kRounds; ++i) {
      increment();
      for (int j = 0; j < kWork; ++j)
        keep(++work);
    }
  };
  std::thread other(body);
  body();
  other.join();
  return std::chrono::duration<double, std::nano>(Clock::now() - start).count() / (2 * kRounds);
}

// The rival is the same lock without the recorder's code.
Figure measure_contended(const std::string& policy, int pairs) {
  Figure figure{policy == "count" ? "runtime.contended_change" : "",
                "2 threads contended, " + policy + " (against off)",
                0.05,
                {},
                {}};
  Lock<long> lock(0, "bench::contended");
  Lock<long, paraudit::NotRecorded> plain(0);
  for (int i = 0; i < pairs; ++i) {
    figure.ours.push_back(contended_slice([&] { ++*lock.lock(); }));
    figure.rival.push_back(contended_slice([&] { ++*plain.lock(); }));
  }
  return figure;
}

void print_json(std::FILE* out, const Figure& figure) {
  std::vector<double> ratios = figure.ratios(), samples = ratios;
  double value = median(ratios);
  const char* unit = "ratio";
  if (figure.name == "runtime.nosync_ns") {
    samples = figure.ours;
    value = median(samples);
    unit = "ns";
  } else if (figure.name == "runtime.contended_change") {
    for (double& sample : samples)
      sample -= 1;
    value = median(samples);
  }
  std::fprintf(
      out,
      "{\"bar\": \"%s\", \"value\": %.4f, \"goal\": \"<= %g\", \"unit\": \"%s\", \"rivals\": {\"%s (ns)\": %.3f}, ",
      figure.name.c_str(), value, figure.goal, unit,
      figure.name == "runtime.contended_change" ? "same lock, recording compiled out" : "std::mutex",
      median(figure.rival));
  std::fprintf(out, "\"samples\": [");
  for (size_t i = 0; i < samples.size(); ++i)
    std::fprintf(out, "%s%.4f", i == 0 ? "" : ", ", samples[i]);
  std::fprintf(out, "]}\n");
}

void report(const std::vector<Figure>& figures, const char* json) {
  std::FILE* out = json == nullptr ? nullptr : std::fopen(json, "a");
  for (const Figure& figure : figures) {
    std::vector<double> ratios = figure.ratios();
    std::sort(ratios.begin(), ratios.end());
    std::printf("%-52s %7.2f ns  rival %7.2f ns  ratio %.3f  (quartiles %.3f .. %.3f)\n", figure.what.c_str(),
                median(figure.ours), median(figure.rival), ratios[ratios.size() / 2], ratios[ratios.size() / 4],
                ratios[ratios.size() * 3 / 4]);
    if (out != nullptr && !figure.name.empty())
      print_json(out, figure);
  }
  if (out != nullptr)
    std::fclose(out);
}

int measure_here(const std::string& policy, int pairs, const char* json) {
  // glibc's mutexes skip their atomics while a process has a single thread; a parallel compiler never sees that.
  std::mutex parked;
  std::unique_lock<std::mutex> until_the_end(parked);
  std::thread idle([&] { std::lock_guard<std::mutex> guard(parked); });
  std::vector<Figure> figures = measure_locks(policy, pairs);
  if (policy != "timeline")
    figures.push_back(measure_contended(policy, pairs / 4 + 1));
  if (policy == "off")
    figures.push_back(measure_no_sync(pairs));
  report(figures, json);
  until_the_end.unlock();
  idle.join();
  return 0;
}

// One child per policy; their traces are not kept.
int measure_all(const char* self, const std::string& arguments) {
  std::string traces =
      (std::filesystem::temp_directory_path() / ("paraudit-bench-" + std::to_string(getpid()))).string();
  int failed = 0;
  for (const char* policy : {"off", "count", "timeline"}) {
    std::string command = std::string("PARAUDIT_RECORD=") + policy + " PARAUDIT_TRACE_DIR='" + traces + "' '" + self +
                          "' --policy " + policy + arguments;
    std::fflush(stdout);
    failed |= std::system(command.c_str());
  }
  std::error_code ignored;
  std::filesystem::remove_all(traces, ignored);
  return failed == 0 ? 0 : 1;
}

// The children append one object a line; the file is a JSON list.
void make_list(const char* file) {
  std::ifstream in(file);
  std::ostringstream list;
  std::string line, separator = "[";
  while (std::getline(in, line)) {
    list << separator << "\n " << line;
    separator = ",";
  }
  std::ofstream(file) << (separator == "[" ? "[" : list.str()) << "\n]\n";
}

} // namespace

int main(int argc, char** argv) {
  std::string policy;
  const char* json = nullptr;
  int pairs = 101;
  for (int i = 1; i + 1 < argc; i += 2) {
    std::string_view option = argv[i];
    if (option == "--policy")
      policy = argv[i + 1];
    else if (option == "--json")
      json = argv[i + 1];
    else if (option == "--pairs")
      pairs = std::max(1, std::atoi(argv[i + 1]));
  }
  if (!policy.empty())
    return measure_here(policy, pairs, json);
  if (json != nullptr)
    std::remove(json);
  std::string arguments = " --pairs " + std::to_string(pairs);
  if (json != nullptr)
    arguments += std::string(" --json '") + json + "'";
  int result = measure_all(argv[0], arguments);
  if (json != nullptr)
    make_list(json);
  return result;
}
