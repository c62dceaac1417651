// The offline search for cycles with many locks: time and memory.
//
//   reports_order_benchmark LOCKS EDGES
//
// Random orders without a cycle, but for one of three locks. Prints one JSON object; bytes are the most that the
// process had resident, less what it had at the start.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <random>
#include <string>

#include "reports/analysis/cycle_search.h"

namespace {

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

// Not getrusage: its figure outlives exec.
double most_resident_bytes() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;)
    if (word == "VmHWM:") {
      double kib = 0;
      status >> kib;
      return kib * 1024;
    }
  return 0;
}

} // namespace

int main(int argc, char** argv) {
  auto locks = static_cast<std::uint32_t>(argc > 1 ? std::atol(argv[1]) : 0);
  std::size_t edges = argc > 2 ? static_cast<std::size_t>(std::atol(argv[2])) : 0;
  if (locks < 10 || edges < 10) {
    std::fprintf(stderr, "usage: reports_order_benchmark LOCKS EDGES, ten of each or more\n");
    return 2;
  }
  double before = most_resident_bytes(), start = cpu_seconds();
  std::mt19937_64 random(1);
  paraudit::reports::DenseGraph graph(edges);
  for (std::uint32_t i : {0, 1, 2})
    graph.add(i, (i + 1) % 3);
  for (std::size_t i = 3; i < edges; ++i) {
    auto from = static_cast<std::uint32_t>(random() % (locks - 4)) + 3;
    graph.add(from, from + 1 + static_cast<std::uint32_t>(random() % (locks - from - 1)));
  }
  graph.finish(locks);
  std::size_t found = cyclic_components(graph).size();
  double seconds = cpu_seconds() - start;
  std::printf("{\"edges\": %zu, \"components\": %zu, \"seconds\": %.3f, \"bytes_per_lock\": %.1f}\n",
              graph.edge_count(), found, seconds, (most_resident_bytes() - before) / locks);
  return found == 1 ? 0 : 1;
}
