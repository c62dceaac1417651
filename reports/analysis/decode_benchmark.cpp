// How fast traces are decoded and aggregated, on one thread: reading (with validation) and the contention analysis, not
// symbolisation and rendering.
//
//   reports_decode_benchmark TRACE_DIR [ROUNDS]
//
// Prints one line of JSON: the records, their bytes, the contended acquisitions among them (each costs as much as many
// other records, and how many there are depends on how busy the recording machine was), and each round's seconds of
// processor time.

#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "reports/analysis/contention.h"
#include "reports/analysis/site_join.h"
#include "reports/reader/trace_reader.h"

namespace {

using namespace paraudit::reports;

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

struct Round {
  std::uint64_t records = 0, contended = 0;
  double seconds = 0;
};

Round decode_and_aggregate(const char* directory) {
  double start = cpu_seconds();
  Round round;
  TraceSet traces;
  read_traces(directory, traces);
  Findings findings;
  PathMap paths("", {});
  SiteJoin join(findings, paths);
  LockTable table(findings, join);
  Contention contention;
  for (std::size_t i = 0; i < traces.processes.size(); ++i) {
    contention.add_run(i, table.add_run(traces.processes[i], {}));
    for (const ThreadTrace& thread : traces.processes[i].threads)
      round.records += thread.record_count();
  }
  for (const LockUse& lock : contention.finish(table, true))
    round.contended += lock.contended;
  round.seconds = cpu_seconds() - start;
  return round;
}

} // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: reports_decode_benchmark TRACE_DIR [ROUNDS]\n");
    return 2;
  }
  int rounds = argc > 2 ? std::atoi(argv[2]) : 5;
  Round round = decode_and_aggregate(argv[1]); // warms the page cache
  std::printf("{\"records\": %llu, \"bytes\": %llu, \"contended\": %llu, \"seconds\": [",
              static_cast<unsigned long long>(round.records),
              static_cast<unsigned long long>(round.records * sizeof(paraudit_record)),
              static_cast<unsigned long long>(round.contended));
  for (int i = 0; i < rounds; ++i)
    std::printf("%s%.6f", i == 0 ? "" : ", ", decode_and_aggregate(argv[1]).seconds);
  std::printf("]}\n");
  return 0;
}
