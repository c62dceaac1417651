// Which of the given runs are replayed, and what the others of their kind say of them.
//
// Thread-safety: pure. Cost: linear in the runs.
#ifndef PARAUDIT_REPORTS_REPLAY_CHOSEN_RUNS_H
#define PARAUDIT_REPORTS_REPLAY_CHOSEN_RUNS_H

#include <cstddef>
#include <vector>

#include "reports/analysis/lock_table.h"
#include "reports/analysis/report.h"
#include "reports/replay/build_program.h"

namespace paraudit::reports::replay {

// The run of each configuration whose timeline can be replayed: at one thread, else at two. Of several that of the
// median time, because measured times are medians too: the fastest of some runs is faster than the others will be.
std::vector<std::size_t> timelines_to_replay(const Report& report);

// By which share runs of this one's kind differ: their standard deviation, from the median of the distances to the one
// in the middle, which a few disturbed runs do not move. 0 where there are no others.
double variation_of(std::size_t usual, const std::vector<Run>& runs);

// What recording a hold cost: where the same configuration ran at the same count with counters alone, from the
// difference to these; else what it costs on the machines that we know.
RecordingCost cost_of(const Run& run, const RunJoin& join, const std::vector<Run>& runs);

} // namespace paraudit::reports::replay

#endif
