// How long this machine takes to hand work from one thread to another, and to make a thread: measured, not assumed.
//
// The measuring threads ask to run before others, so that a busy machine answers as an idle one would; where the system
// refuses, the lowest tenth of what was measured stands for that.
//
// Thread-safety: one caller at a time; runs two threads for a tenth of a second. Where there is one core only, the
// figures include a context switch, as they would for any program.
#ifndef PARAUDIT_REPORTS_REPLAY_HANDOFF_H
#define PARAUDIT_REPORTS_REPLAY_HANDOFF_H

#include <array>
#include <cstdint>
#include <vector>

namespace paraudit::reports::replay {

// From a lock's release until a thread that slept for it has it.
struct HandOffPoint {
  std::uint64_t slept_ns = 0;         // about how long it slept
  std::vector<std::uint64_t> wake_ns; // ascending
};

struct HandOff {
  std::array<HandOffPoint, 3> points; // by how long the thread slept
  std::uint64_t start_ns = 0;         // from asking for a thread until it runs, when many are made one after another
  bool calm = false;                  // nothing else ran meanwhile

  std::uint64_t usual(std::size_t point) const { return at(point, calm ? 0.5 : 0.1); }
  // part: 0 to 1, from the shorter ones to the longer ones.
  std::uint64_t within(std::size_t point, double part) const {
    return at(point, calm ? 0.25 + 0.5 * part : 0.1 + 0.4 * part);
  }

 private:
  std::uint64_t at(std::size_t point, double part) const {
    const std::vector<std::uint64_t>& samples = points[point].wake_ns;
    return samples.empty() ? 0 : samples[static_cast<std::size_t>(part * static_cast<double>(samples.size() - 1))];
  }
};

HandOff measure_hand_off();

} // namespace paraudit::reports::replay

#endif
