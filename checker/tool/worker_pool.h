// Runs one job per unit in forked worker processes, so that a crash of the front end costs the unit it crashed on
// and nothing else.
//
// The caller must be single-threaded when it calls run_in_workers(). Results come back in the order of the units,
// whatever the number of workers. A worker lives until there is no unit left or it dies; a dead one is replaced
// while units remain. Memory: each result is held once in the parent. POSIX only.
#ifndef PARAUDIT_CHECKER_TOOL_WORKER_POOL_H
#define PARAUDIT_CHECKER_TOOL_WORKER_POOL_H

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace paraudit::tool {

struct JobResult {
  bool finished = false;
  std::string payload; // what the job returned
  std::string failure; // why it did not finish: "killed by signal 11 (Segmentation fault)"
};

using Job = std::function<std::string(size_t index)>;
using Progress = std::function<void(size_t done, size_t index)>;

// Runs job(0) ... job(count - 1), at most `workers` at a time. `progress` is called in the parent after each.
std::vector<JobResult> run_in_workers(size_t count, unsigned workers, const Job& job, const Progress& progress);

} // namespace paraudit::tool

#endif
