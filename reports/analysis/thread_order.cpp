#include "reports/analysis/thread_order.h"

#include <algorithm>
#include <tuple>

namespace paraudit::reports {

ThreadOrder::ThreadOrder(const ProcessTrace& trace) : trace_(trace), syncs_(trace.syncs) {
  std::sort(syncs_.begin(), syncs_.end(), [](const TraceSync& a, const TraceSync& b) {
    return std::tie(a.ticks, a.from_thread, a.to_thread) < std::tie(b.ticks, b.from_thread, b.to_thread);
  });
}

const ThreadOrder::Reached& ThreadOrder::reached_from(std::uint32_t thread) {
  auto [it, added] = known_.try_emplace(thread);
  auto info = trace_.thread_info.find(thread);
  if (!added || info == trace_.thread_info.end() || info->second.end_ticks == 0)
    return it->second;
  Reached& reached = it->second;
  for (const TraceSync& sync : syncs_) {
    auto from = reached.find(sync.from_thread);
    bool joined = sync.from_thread == thread && sync.ticks >= info->second.end_ticks;
    if (joined || (from != reached.end() && sync.ticks >= from->second))
      reached.try_emplace(sync.to_thread, sync.ticks);
  }
  return reached;
}

bool ThreadOrder::ended_before(std::uint32_t thread, std::uint32_t other, std::uint64_t ticks) {
  const Reached& reached = reached_from(thread);
  auto it = reached.find(other);
  return it != reached.end() && it->second <= ticks;
}

} // namespace paraudit::reports
