// How long this machine takes to hand work from one thread to another: measured, not assumed.
//
// Thread-safety: one caller at a time; runs two threads for some milliseconds. Where there is one core only, the
// figures include a context switch, as they would for any program.
#ifndef PARAUDIT_REPORTS_REPLAY_HANDOFF_H
#define PARAUDIT_REPORTS_REPLAY_HANDOFF_H

#include <cstdint>
#include <vector>

namespace paraudit::reports::replay {

struct HandOff {
  std::vector<std::uint64_t> wake_ns; // from a lock's release until a thread that slept for it has it; ascending
  // What it takes where nothing else runs: most of the samples are longer on a busy machine, none are shorter.
  std::uint64_t usual() const { return at(0.1); }
  // part: 0 to 1, from the usual to the median.
  std::uint64_t within(double part) const { return at(0.1 + 0.4 * part); }

 private:
  std::uint64_t at(double part) const {
    return wake_ns.empty() ? 0 : wake_ns[static_cast<std::size_t>(part * static_cast<double>(wake_ns.size() - 1))];
  }
};

HandOff measure_hand_off();

} // namespace paraudit::reports::replay

#endif
