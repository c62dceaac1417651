// Changes to a program that a person could make to its locks.
//
// Thread-safety: pure. Cost: one copy of the program.
#ifndef PARAUDIT_REPORTS_REPLAY_WHAT_IF_H
#define PARAUDIT_REPORTS_REPLAY_WHAT_IF_H

#include <cstdint>
#include <optional>

#include "reports/replay/program.h"

namespace paraudit::reports::replay {

// Each lock of the group becomes `ways` locks; the recorded key says which one an acquisition takes. Acquisitions
// without a key keep the lock that they had, so they exclude nobody who has another: as many as `Keys::without`.
Program sharded(const Program& program, std::uint32_t group, unsigned ways);

// How the recorded keys of a group would spread.
struct Keys {
  std::uint64_t with = 0, without = 0; // acquisitions
  double busiest = 0; // the busiest shard's share of those with a key, times the number of shards: 1 is even
};
Keys spread_of_keys(const Program& program, std::uint32_t group, unsigned ways);

// Whether some acquisitions of the group's locks can be shared.
bool has_readers(const Program& program, std::uint32_t group);

// Nobody shares it: each worker has its own, without a lock.
Program worker_local(const Program& program, std::uint32_t group);

// From the last write on, readers take no lock. Where the group's locks know no readers, the section's place is taken
// for one that only reads, the others for writers. Nothing where nobody reads after the last write.
std::optional<Program> frozen(const Program& program, std::uint32_t group, std::uint32_t section);

// Acquisitions at the section's place share the lock with each other: as if it only read there.
Program shared_at(const Program& program, std::uint32_t section);

// The part of what is computed at the section's place is computed before the lock is taken.
Program shortened(const Program& program, std::uint32_t section, double part);

// What is computed under locks is drawn anew from what was recorded at the same place: one bootstrap sample.
Program resampled(const Program& program, std::uint64_t seed);

} // namespace paraudit::reports::replay

#endif
