// From a timeline trace to a program.
//
// Every thread's ring is read backwards: a hold is one record at its end, so its beginning is known before what lies
// before it is. What a task's stack did is put together from the threads it was on; time that it waited is left out,
// and so is what the recorder itself cost (`Recording::per_hold_ns`, spread over hold and surroundings).
//
// Thread-safety: pure. Cost: linear in records, but for sorting the operations of tasks that moved between threads.
// Errors: none; a trace that cannot be replayed says why.
#ifndef PARAUDIT_REPORTS_REPLAY_BUILD_PROGRAM_H
#define PARAUDIT_REPORTS_REPLAY_BUILD_PROGRAM_H

#include <string>

#include "reports/analysis/lock_table.h"
#include "reports/replay/program.h"

namespace paraudit::reports::replay {

struct RecordingCost {
  double per_hold_ns = 40; // what recording one hold took
  double inside = 0.3;     // how much of it lies within the hold
};

struct Built {
  Program program;
  std::string problem; // why there is no program, or empty
};

Built build_program(const RunJoin& run, const RecordingCost& cost);

} // namespace paraudit::reports::replay

#endif
