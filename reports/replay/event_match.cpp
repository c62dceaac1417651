#include "reports/replay/event_match.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace paraudit::reports::replay {

std::vector<std::uint32_t> match_events(std::vector<ObjectRecord>& records) {
  std::vector<std::size_t> order(records.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const ObjectRecord &x = records[a], &y = records[b];
    return std::tie(x.instance, x.time, x.wait, a) < std::tie(y.instance, y.time, y.wait, b);
  });
  std::vector<std::uint32_t> signals;
  std::uint32_t current = kNone, instance = kNone;
  std::uint64_t last_signal = 0;
  bool waited = false; // a wait for `current` has ended
  for (std::size_t at : order) {
    ObjectRecord& record = records[at];
    if (record.instance != instance)
      current = kNone;
    instance = record.instance;
    if (record.wait) {
      bool lasted = record.time > record.begin;
      record.event = lasted && last_signal < record.begin ? kNone : current;
      waited = true;
      continue;
    }
    if (current == kNone || waited || !record.counted) {
      current = static_cast<std::uint32_t>(signals.size());
      signals.push_back(0);
      waited = false;
    }
    ++signals[current];
    last_signal = record.time;
    record.event = current;
  }
  return signals;
}

} // namespace paraudit::reports::replay
