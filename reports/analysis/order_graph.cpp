#include "reports/analysis/order_graph.h"

#include <algorithm>

namespace paraudit::reports {
namespace {

HeldLock held_lock(const RunJoin& run, const paraudit_chain_link& link) {
  auto known = run.trace->classes.find(link.class_id);
  bool readers_pass = known != run.trace->classes.end() && known->second.readers_pass;
  return {run.lock(link.class_id, link.site), link.instance, link.mode, link.site, readers_pass};
}

// A thread that worked for several groups may go back from one to the other unseen: its phases are not known.
class PhaseIndex {
 public:
  explicit PhaseIndex(const ProcessTrace& trace) {
    for (const TracePhase& phase : trace.phases) {
      auto [group, first] = groups_.try_emplace(phase.thread, phase.group);
      if (group->second != phase.group)
        group->second = 0;
      numbers_[{phase.thread, phase.ticks}] = phase.phase;
    }
  }

  ThreadPhase at(std::uint32_t thread, std::uint64_t ticks) const {
    auto next = numbers_.upper_bound({thread, ticks});
    if (next == numbers_.begin() || std::prev(next)->first.first != thread)
      return {};
    return {groups_.at(thread), std::prev(next)->second};
  }

 private:
  std::map<std::uint32_t, std::uint32_t> groups_;
  std::map<std::pair<std::uint32_t, std::uint64_t>, std::uint64_t> numbers_; // by thread and ticks
};

} // namespace

HeldSet::HeldSet(std::vector<HeldLock> held) : locks(std::move(held)) {
  for (const HeldLock& lock : locks)
    objects_.push_back({lock.lock, lock.instance, !(lock.mode & PARAUDIT_SHARED)});
  std::sort(objects_.begin(), objects_.end());
  objects_.erase(std::unique(objects_.begin(), objects_.end()), objects_.end());
  for (const Object& object : objects_)
    hash += paraudit_mix(paraudit_mix(object.lock * 2 + object.exclusive) + object.instance);
}

bool HeldSet::conflicts(const HeldSet& other) const {
  auto mine = objects_.begin(), theirs = other.objects_.begin();
  while (mine != objects_.end() && theirs != other.objects_.end()) {
    auto key = [](const Object& object) { return std::pair(object.lock, object.instance); };
    if (key(*mine) < key(*theirs)) {
      ++mine;
    } else if (key(*theirs) < key(*mine)) {
      ++theirs;
    } else if (mine->exclusive || theirs->exclusive) {
      return true;
    } else { // both shared; an exclusive entry of the same object may follow in either
      auto next = std::next(mine);
      bool again = next != objects_.end() && key(*next) == key(*mine);
      again ? ++mine : ++theirs;
    }
  }
  return false;
}

bool GraphEdge::can_block() const {
  return witnesses.empty() || std::any_of(witnesses.begin(), witnesses.end(), [](const EdgeWitness& witness) {
           return !(witness.after.mode & PARAUDIT_TRY);
         });
}

void OrderGraph::add_chains(std::size_t run_index, const RunJoin& run, const LockTable& table) {
  PhaseIndex phases(*run.trace);
  for (const TraceChain& chain : run.trace->chains) {
    std::vector<HeldLock> held;
    for (const paraudit_chain_link& link : chain.links)
      held.push_back(held_lock(run, link));
    if (held.size() < 2 || !table.entries()[held.back().lock].is_lock)
      continue;
    HeldLock after = held.back();
    held.pop_back();
    auto set = std::make_shared<const HeldSet>(std::move(held));
    for (std::size_t i = 0; i < set->locks.size(); ++i)
      if (table.entries()[set->locks[i].lock].is_lock)
        edges[{set->locks[i].lock, after.lock}].witnesses.push_back(
            {run_index, chain.thread, chain.ticks, phases.at(chain.thread, chain.ticks), i, set, after});
  }
  for (auto& [pair, edge] : edges)
    std::sort(edge.witnesses.begin(), edge.witnesses.end(), [](const EdgeWitness& a, const EdgeWitness& b) {
      return std::tie(a.run, a.thread, a.ticks) < std::tie(b.run, b.thread, b.ticks);
    });
}

void OrderGraph::add_static(const Findings& findings, LockTable& table) {
  for (const StaticEdge& edge : findings.edges) {
    GraphEdge& target = edges[{table.index_of_static(edge.before), table.index_of_static(edge.after)}];
    target.is_static = true;
    target.declared = target.declared || edge.declared;
    target.static_sites.insert(target.static_sites.end(), edge.sites.begin(), edge.sites.end());
  }
}

} // namespace paraudit::reports
