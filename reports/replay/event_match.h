// Which signals ended which wait, for wait objects known by the hash of their address alone.
//
// A latch (or query) is set by all signals since the last wait that had ended: they are one event, which needs as many
// signals as were recorded. Of other objects (condition variables, futures, ...) the last signal before a wait's end is
// what ended it. A wait that lasted, and in which no signal came, has no event.
//
// Thread-safety: pure. Cost: n log n.
#ifndef PARAUDIT_REPORTS_REPLAY_EVENT_MATCH_H
#define PARAUDIT_REPORTS_REPLAY_EVENT_MATCH_H

#include <cstdint>
#include <vector>

#include "reports/replay/program.h"

namespace paraudit::reports::replay {

struct ObjectRecord {
  std::uint64_t begin = 0, time = 0; // of a wait; of a signal both are its time
  std::uint32_t instance = 0;
  bool wait = false;
  bool counted = false;        // a latch or query
  std::uint32_t event = kNone; // the answer
};

// Fills in `event`; returns how many signals each event needs.
std::vector<std::uint32_t> match_events(std::vector<ObjectRecord>& records);

} // namespace paraudit::reports::replay

#endif
