// What a recorded run would take at other numbers of workers, what limits it there, and what changing its locks would
// gain: replays of its timeline.
//
// Thread-safety: call it from one thread; it runs simulations on all cores. Cost: bounded by PredictOptions::budget,
// about 40 ns each, over all simulations: a long timeline gets fewer counts and no intervals, and the report says so. A
// short one is told in full.
// Errors: notes in the report where there is nothing to replay.
#ifndef PARAUDIT_REPORTS_REPLAY_PREDICT_H
#define PARAUDIT_REPORTS_REPLAY_PREDICT_H

#include <optional>
#include <vector>

#include "reports/analysis/lock_table.h"
#include "reports/analysis/report.h"
#include "reports/replay/handoff.h"
#include "reports/replay/simulator.h"

namespace paraudit::reports::replay {

struct PredictOptions {
  std::vector<std::uint32_t> counts; // empty: 1, 2, 4 ... 64 and those measured
  Scheduling scheduling = Scheduling::kArena;
  std::uint64_t budget = 60'000'000; // lock operations
  std::optional<HandOff> hand_off;   // empty: measured here
};

// Fills in predictions, scaling_warnings and notes.
void predict(const std::vector<RunJoin>& runs, const LockTable& table, const PredictOptions& options, Report& report);

} // namespace paraudit::reports::replay

#endif
