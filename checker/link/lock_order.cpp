#include "checker/link/lock_order.h"

#include "checker/link/components.h"

#include <algorithm>
#include <tuple>

namespace paraudit::link {
namespace {

using facts::LockKind;
using facts::Mode;

constexpr size_t kMaxCycle = 8;         // locks in a reported cycle
constexpr size_t kMaxSteps = 20000;     // of the enumeration from one edge
constexpr size_t kMaxPairsPerEdge = 12; // witnesses that are tried for each edge of a cycle

bool is_recursive(LockKind kind) {
  return kind == LockKind::kRecursiveMutex;
}

} // namespace

const Hop& last_hop(const Hop& hop) {
  const Hop* last = &hop;
  while (last->next != nullptr) {
    last = last->next;
  }
  return *last;
}

Site site_of_hop(const ProgramIndex& index, const Hop& hop) {
  const Function& function = index.functions[hop.function];
  return index.site(function, function.facts->events[hop.event].where);
}

LockOrder::LockOrder(const ProgramIndex& index, const Summaries& summaries, const Contexts& contexts,
                     const std::vector<StatedPair>& stated)
    : index_(index), contexts_(contexts), declared_(index, stated) {
  collect(summaries.pairs());
  mark_declared();
  find_cycles();
}

void LockOrder::collect(const std::vector<NestedPair>& pairs) {
  std::map<std::pair<LockId, LockId>, std::vector<const NestedPair*>> by_locks;
  std::vector<const NestedPair*> selves;
  for (const NestedPair& pair : pairs) {
    if (pair.held_hop == nullptr && contexts_.is_unkept_contract(pair.function, pair.held.lock.lock)) {
      continue;
    }
    if (is_self_deadlock(pair)) {
      selves.push_back(&pair);
    } else if (pair.held.lock.lock != pair.acquired.lock.lock) {
      by_locks[{pair.held.lock.lock, pair.acquired.lock.lock}].push_back(&pair);
    }
  }
  auto rank = [&](const NestedPair* pair) {
    return std::tuple(!pair->acquired.blocking, pair->acquired.hop->length,
                      site_of_hop(index_, last_hop(*pair->acquired.hop)), site_of_hop(index_, *pair->acquired.hop));
  };
  for (auto& [locks, list] : by_locks) {
    // All pairs are in one vector, so that their addresses keep the order in which they were found.
    std::sort(list.begin(), list.end(),
              [&](const NestedPair* a, const NestedPair* b) { return std::pair(rank(a), a) < std::pair(rank(b), b); });
    edges_.push_back({locks.first, locks.second, false, false, std::move(list)});
  }
  std::sort(edges_.begin(), edges_.end(), [&](const LockEdge& a, const LockEdge& b) { return name_less(&a, &b); });
  keep_shortest_self_deadlocks(std::move(selves));
}

bool LockOrder::name_less(const LockEdge* a, const LockEdge* b) const {
  auto key = [&](const LockEdge* edge) {
    // Instantiations of a template share an id; locks are numbered by their symbols.
    return std::tie(index_.locks[edge->before].id, index_.locks[edge->after].id, edge->before, edge->after);
  };
  return key(a) < key(b);
}

bool LockOrder::is_self_deadlock(const NestedPair& pair) const {
  const HeldLock& held = pair.held;
  const Acquisition& acquired = pair.acquired;
  bool same_object = held.lock.path == acquired.lock.path && index_.paths.is_definite(held.lock.path);
  bool both_shared = held.mode == Mode::kShared && acquired.mode == Mode::kShared;
  return same_object && acquired.blocking && !both_shared && !is_recursive(index_.locks[held.lock.lock].kind);
}

void LockOrder::keep_shortest_self_deadlocks(std::vector<const NestedPair*> pairs) {
  std::map<std::pair<LockId, Site>, const NestedPair*> best;
  for (const NestedPair* pair : pairs) {
    Site inner = site_of_hop(index_, last_hop(*pair->acquired.hop));
    auto [entry, is_new] = best.try_emplace({pair->held.lock.lock, inner}, pair);
    if (!is_new && pair->acquired.hop->length < entry->second->acquired.hop->length) {
      entry->second = pair;
    }
  }
  for (const auto& [key, pair] : best) {
    self_deadlocks_.push_back(pair);
  }
}

void LockOrder::mark_declared() {
  for (LockEdge& edge : edges_) {
    edge.declared = declared_.is_before(edge.before, edge.after);
    edge.declared_reverse = declared_.is_before(edge.after, edge.before);
  }
}

void LockOrder::find_cycles() {
  std::vector<std::vector<uint32_t>> graph(index_.locks.size());
  for (const LockEdge& edge : edges_) {
    if (edge.pairs.front()->acquired.blocking) {
      graph[edge.before].push_back(edge.after);
    }
  }
  std::vector<uint32_t> component_of(index_.locks.size());
  std::vector<std::vector<uint32_t>> components = strong_components(graph);
  for (uint32_t i = 0; i < components.size(); ++i) {
    for (uint32_t lock : components[i]) {
      component_of[lock] = i;
    }
  }
  std::vector<const LockEdge*> cyclic;
  for (const LockEdge& edge : edges_) {
    if (component_of[edge.before] == component_of[edge.after] && edge.pairs.front()->acquired.blocking) {
      from_[edge.before].push_back(&edge);
      cyclic.push_back(&edge);
    }
  }
  // Small cycles first over all edges, so that a large one is reported only for what no small one explains.
  for (size_t length = 2; length <= kMaxCycle; ++length) {
    for (const LockEdge* edge : cyclic) {
      if (!covered_.contains(edge)) {
        std::vector<const LockEdge*> path{edge};
        budget_ = kMaxSteps;
        extend(path, length);
      }
    }
  }
}

// Depth-first search for a simple cycle of exactly `limit` edges through path.front(); stops at the first feasible.
bool LockOrder::extend(std::vector<const LockEdge*>& path, size_t limit) {
  if (budget_ == 0) {
    return false;
  }
  --budget_;
  if (path.size() == limit) {
    std::vector<const NestedPair*> witnesses;
    if (path.back()->after != path.front()->before || !choose(path, witnesses)) {
      return false;
    }
    add_cycle(path, std::move(witnesses));
    return true;
  }
  for (const LockEdge* next : from_[path.back()->after]) {
    bool closes_early = next->after == path.front()->before && path.size() + 1 < limit;
    bool repeats =
        std::any_of(path.begin() + 1, path.end(), [&](const LockEdge* edge) { return edge->before == next->after; });
    if (closes_early || repeats) {
      continue;
    }
    path.push_back(next);
    bool found = extend(path, limit);
    path.pop_back();
    if (found) {
      return true;
    }
  }
  return false;
}

// Picks one witness for each edge so that all of them can happen at once.
bool LockOrder::choose(const std::vector<const LockEdge*>& edges, std::vector<const NestedPair*>& chosen) {
  if (chosen.size() == edges.size()) {
    return is_feasible(chosen);
  }
  const std::vector<const NestedPair*>& pairs = edges[chosen.size()]->pairs;
  for (size_t i = 0; i < std::min(pairs.size(), kMaxPairsPerEdge) && budget_ > 0; ++i) {
    --budget_;
    chosen.push_back(pairs[i]);
    if (pairs[i]->acquired.blocking && choose(edges, chosen)) {
      return true;
    }
    chosen.pop_back();
  }
  return false;
}

bool LockOrder::is_feasible(const std::vector<const NestedPair*>& witnesses) const {
  std::vector<std::pair<FunctionId, facts::EventId>> points;
  for (size_t i = 0; i < witnesses.size(); ++i) {
    const NestedPair& waiter = *witnesses[i];
    const NestedPair& holder = *witnesses[(i + 1) % witnesses.size()];
    if (is_read_only_at(holder, waiter)) {
      return false;
    }
    for (size_t j = 0; j < i; ++j) {
      if (share_gate(waiter, *witnesses[j], witnesses)) {
        return false;
      }
    }
    points.emplace_back(waiter.function, waiter.acquired.hop->event);
  }
  return contexts_.may_overlap(points) && !repeats_self_deadlock(witnesses);
}

bool LockOrder::is_read_only_at(const NestedPair& holder, const NestedPair& waiter) const {
  return holder.held.mode == Mode::kShared && waiter.acquired.mode == Mode::kShared;
}

std::vector<HeldLock> LockOrder::all_held(const NestedPair& pair) const {
  std::vector<HeldLock> held = pair.gates;
  const std::vector<HeldLock>& entry = contexts_.held_on_entry(pair.function);
  held.insert(held.end(), entry.begin(), entry.end());
  return held;
}

bool LockOrder::share_gate(const NestedPair& a, const NestedPair& b,
                           const std::vector<const NestedPair*>& cycle) const {
  auto is_in_cycle = [&](LockId lock) {
    return std::any_of(cycle.begin(), cycle.end(),
                       [&](const NestedPair* pair) { return pair->held.lock.lock == lock; });
  };
  std::vector<HeldLock> others = all_held(b);
  for (const HeldLock& gate : all_held(a)) {
    if (gate.lock.lock == kNoId || is_in_cycle(gate.lock.lock)) {
      continue;
    }
    bool is_common = std::any_of(others.begin(), others.end(), [&](const HeldLock& other) {
      return other.lock.lock == gate.lock.lock && (other.mode == Mode::kExclusive || gate.mode == Mode::kExclusive);
    });
    if (is_common) {
      return true;
    }
  }
  return false;
}

// One lock suffices where an edge of the cycle is part of a self-deadlock: the function that takes the inner lock is
// called with that lock held, by the chain that is reported as such.
bool LockOrder::repeats_self_deadlock(const std::vector<const NestedPair*>& witnesses) const {
  return std::any_of(witnesses.begin(), witnesses.end(), [&](const NestedPair* pair) {
    Site inner = site_of_hop(index_, last_hop(*pair->acquired.hop));
    return std::any_of(self_deadlocks_.begin(), self_deadlocks_.end(), [&](const NestedPair* self) {
      bool passes = false;
      for (const Hop* hop = self->acquired.hop; hop != nullptr; hop = hop->next) {
        passes |= hop->function == pair->function;
      }
      return passes && self->acquired.lock.lock == pair->acquired.lock.lock &&
             site_of_hop(index_, last_hop(*self->acquired.hop)) == inner;
    });
  });
}

void LockOrder::add_cycle(std::vector<const LockEdge*> edges, std::vector<const NestedPair*> witnesses) {
  auto smallest = std::min_element(edges.begin(), edges.end(),
                                   [&](const LockEdge* a, const LockEdge* b) { return name_less(a, b); });
  auto shift = smallest - edges.begin();
  std::rotate(edges.begin(), edges.begin() + shift, edges.end());
  std::rotate(witnesses.begin(), witnesses.begin() + shift, witnesses.end());
  covered_.insert(edges.begin(), edges.end());
  cycles_.push_back({std::move(edges), std::move(witnesses)});
}

} // namespace paraudit::link
