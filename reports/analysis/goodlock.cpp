#include "reports/analysis/goodlock.h"

#include <algorithm>
#include <map>

namespace paraudit::reports {
namespace {

constexpr int kMaxSteps = 100000;

bool shared(const HeldLock& held) {
  return held.mode & PARAUDIT_SHARED;
}

bool common_gate(const EdgeWitness& a, const EdgeWitness& b) {
  for (const HeldLock& x : a.gates)
    for (const HeldLock& y : b.gates)
      if (x.lock == y.lock && x.instance == y.instance && !(shared(x) && shared(y)))
        return true;
  return false;
}

// Everything that a's thread did happened before b: the thread had ended and its end was seen, directly or through
// others, by b's thread. Only whole threads count, because chains are recorded at their first sight.
bool ended_before(const EdgeWitness& a, const EdgeWitness& b, const ProcessTrace& trace) {
  auto info = trace.thread_info.find(a.thread);
  if (info == trace.thread_info.end() || info->second.end_ticks == 0)
    return false;
  std::vector<TraceSync> syncs = trace.syncs;
  std::sort(syncs.begin(), syncs.end(), [](const TraceSync& x, const TraceSync& y) { return x.ticks < y.ticks; });
  std::map<std::uint32_t, std::uint64_t> reached;
  for (const TraceSync& sync : syncs) {
    auto from = reached.find(sync.from_thread);
    bool joined = sync.from_thread == a.thread && sync.ticks >= info->second.end_ticks;
    if (joined || (from != reached.end() && sync.ticks >= from->second))
      reached.try_emplace(sync.to_thread, sync.ticks);
  }
  auto it = reached.find(b.thread);
  return it != reached.end() && it->second <= b.ticks;
}

bool waits(const EdgeWitness& witness) {
  return !(witness.after.mode & PARAUDIT_TRY);
}

// The waiter of one edge waits for what the next edge's thread holds.
bool excludes(const EdgeWitness& waiter, const EdgeWitness& holder) {
  return waits(waiter) && !(shared(waiter.after) && shared(holder.before));
}

class Search {
 public:
  Search(const std::vector<const GraphEdge*>& edges, const std::vector<RunJoin>& runs) : edges_(edges), runs_(runs) {}

  CycleCheck run() {
    CycleCheck check;
    if (edges_.size() == 1 ? one_lock(check) : assign(0))
      check.witnesses = check.witnesses.empty() ? chosen_ : check.witnesses;
    else
      check.result = reason_;
    return check;
  }

 private:
  bool compatible(const EdgeWitness& a, const EdgeWitness& b) {
    if (a.run != b.run || a.thread == b.thread)
      return reject(Feasibility::kOneThread);
    if (common_gate(a, b))
      return reject(Feasibility::kGateLock);
    const ProcessTrace& trace = *runs_[a.run].trace;
    if (ended_before(a, b, trace) || ended_before(b, a, trace))
      return reject(Feasibility::kThreadOrder);
    return true;
  }

  bool fits(const EdgeWitness& next) {
    for (const EdgeWitness& other : chosen_)
      if (!compatible(other, next))
        return false;
    if (!chosen_.empty() && !excludes(chosen_.back(), next))
      return reject(Feasibility::kReaders);
    if (chosen_.size() + 1 == edges_.size() && !excludes(next, chosen_.front()))
      return reject(Feasibility::kReaders);
    return true;
  }

  bool assign(std::size_t edge) {
    if (edge == edges_.size())
      return true;
    for (const EdgeWitness& witness : edges_[edge]->witnesses) {
      if (++steps_ > kMaxSteps)
        return true;
      if (!fits(witness))
        continue;
      chosen_.push_back(witness);
      if (assign(edge + 1))
        return true;
      chosen_.pop_back();
    }
    return false;
  }

  // A lock class against itself: two instances in both orders, or a shared lock taken again by its reader (a writer
  // that queues in between blocks both).
  bool one_lock(CycleCheck& check) {
    const std::vector<EdgeWitness>& all = edges_[0]->witnesses;
    for (const EdgeWitness& a : all) {
      if (a.before.instance == a.after.instance && shared(a.before) && shared(a.after) && waits(a)) {
        check.witnesses = {a};
        return true;
      }
      for (const EdgeWitness& b : all)
        if (++steps_ < kMaxSteps && a.before.instance == b.after.instance && a.after.instance == b.before.instance &&
            a.before.instance != a.after.instance && !a.before.index_ordered && compatible(a, b) && excludes(a, b) &&
            excludes(b, a)) {
          check.witnesses = {a, b};
          return true;
        }
    }
    return false;
  }

  // The reason that comes last in this order was the nearest miss.
  bool reject(Feasibility reason) {
    reason_ = std::max(reason_, reason);
    return false;
  }

  const std::vector<const GraphEdge*>& edges_;
  const std::vector<RunJoin>& runs_;
  std::vector<EdgeWitness> chosen_;
  Feasibility reason_ = Feasibility::kOneThread;
  int steps_ = 0;
};

} // namespace

CycleCheck check_cycle(const std::vector<const GraphEdge*>& edges, const std::vector<RunJoin>& runs) {
  return Search(edges, runs).run();
}

} // namespace paraudit::reports
