// The executors' next events: a tournament tree of (time, executor). Internal to the simulator.
//
// Thread-safety: one thread. Cost: an update about 1 ns a level. Limits: times below 2^48 - 1, 65535 executors.
#ifndef PARAUDIT_REPORTS_REPLAY_EVENT_TREE_H
#define PARAUDIT_REPORTS_REPLAY_EVENT_TREE_H

#include <algorithm>
#include <bit>
#include <cstdint>
#include <vector>

namespace paraudit::reports::replay {

class EventTree {
 public:
  static constexpr std::uint64_t kNever = (std::uint64_t{1} << 48) - 1;

  explicit EventTree(std::size_t executors)
      : leaves_(std::bit_ceil(std::max<std::size_t>(executors, 2))), nodes_(2 * leaves_, kNever << 16) {}

  void set(std::uint32_t executor, std::uint64_t time) {
    std::size_t at = leaves_ + executor;
    nodes_[at] = std::min(time, kNever) << 16 | executor;
    for (at /= 2; at != 0; at /= 2) {
      std::uint64_t least = std::min(nodes_[2 * at], nodes_[2 * at + 1]);
      if (nodes_[at] == least)
        return;
      nodes_[at] = least;
    }
  }
  std::uint64_t time() const { return nodes_[1] >> 16; }
  std::uint32_t executor() const { return static_cast<std::uint32_t>(nodes_[1] & 0xffff); }
  bool empty() const { return time() == kNever; }

 private:
  std::size_t leaves_;
  std::vector<std::uint64_t> nodes_; // [1] is the root
};

} // namespace paraudit::reports::replay

#endif
