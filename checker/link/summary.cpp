#include "checker/link/summary.h"

#include "checker/domain/interner.h"
#include "checker/domain/solve.h"
#include "checker/link/composer.h"

#include <algorithm>
#include <memory>

namespace paraudit::link {
namespace {

using facts::Event;
using facts::EventKind;

constexpr int kMaxRounds = 4; // of a recursive component; longer chains of new facts through recursion are cut

bool is_recursive(const std::vector<FunctionId>& component, const CallGraph& graph) {
  if (component.size() > 1) {
    return true;
  }
  const std::vector<FunctionId>& callees = graph.callees(component.front());
  return std::binary_search(callees.begin(), callees.end(), component.front());
}

} // namespace

Summaries::Summaries(ProgramIndex& index, const CallGraph& graph, const OwnObjects& own, const References& references)
    : index_(index), graph_(graph), own_objects_(own), references_(references), summaries_(index.functions.size()),
      own_(index.functions.size()), spot_calls_(index.functions.size()), spots_(index.functions.size()),
      interners_(index.units.size()), solved_at_(index.functions.size()), changed_at_(index.functions.size()),
      locksets_(index.units.size()) {
  for (const std::vector<FunctionId>& component : graph.components()) {
    summarise_component(component);
  }
  for (std::vector<NestedPair>& pairs : pairs_of_) {
    std::move(pairs.begin(), pairs.end(), std::back_inserter(pairs_));
  }
  pairs_of_.clear();
  index_spots();
}

void Summaries::index_spots() {
  for (FunctionId callee = 0; callee < spot_calls_.size(); ++callee) {
    for (const SpotCall& call : spot_calls_[callee]) {
      if (runs_callees(index_.functions[call.giver].facts->events[call.event].kind)) {
        spots_[call.giver].push_back({call.event, callee, &call});
      }
    }
  }
}

Summaries::~Summaries() = default;

void Summaries::summarise_component(const std::vector<FunctionId>& component) {
  pairs_of_.resize(index_.functions.size());
  int rounds = is_recursive(component, graph_) ? kMaxRounds : 1;
  for (int round = 0; round < rounds; ++round) {
    bool changed = false;
    for (FunctionId function : component) {
      if (index_.functions[function].has_body) {
        solve_locksets(function);
        Composer composer(*this, function);
        composer.run();
        changed |= composer.summary.acquisitions.size() != summaries_[function].acquisitions.size();
        summaries_[function] = std::move(composer.summary);
        own_[function] = std::move(composer.own);
        pairs_of_[function] = std::move(composer.pairs);
      }
    }
    if (!changed) {
      break;
    }
  }
}

// Whether none of the callees leaves anything else behind than when the function was last looked at.
bool Summaries::is_solved(FunctionId id) const {
  const auto& calls = graph_.calls(id);
  return solved_at_[id] != 0 && std::all_of(calls.begin(), calls.end(), [&](const auto& call) {
           return changed_at_[call.second] <= solved_at_[id];
         });
}

// The unit solved its own functions with the deltas it knew; only callees of other units can change the result.
void Summaries::solve_locksets(FunctionId id) {
  if (is_solved(id)) {
    return;
  }
  solved_at_[id] = ++now_;
  const Function& function = index_.functions[id];
  auto leaves_something = [&](FunctionId callee) { return !index_.functions[callee].facts->delta.is_nothing(); };
  bool needed = function.is_specialised;
  const std::vector<Event>& events = function.facts->events;
  std::map<const Event*, std::vector<domain::CalleeDelta>> known;
  for (facts::EventId event = 0; event < events.size(); ++event) {
    const std::span<const FunctionId> callees = graph_.named_functions(id, event);
    if (std::none_of(callees.begin(), callees.end(), leaves_something)) {
      continue;
    }
    needed = true;
    for (FunctionId callee : callees) {
      const Function& target = index_.functions[callee];
      known[&events[event]].push_back({&target.facts->delta, &index_.units[target.unit].paths});
    }
  }
  if (!needed) {
    return;
  }
  facts::TuFacts& unit = index_.units[function.unit];
  if (!interners_[function.unit]) {
    interners_[function.unit] = std::make_unique<domain::Interner>(unit.paths, unit.locksets);
  }
  const facts::ExitDelta before = function.facts->delta;
  domain::solve(*function.facts, *interners_[function.unit], [&](const Event& call) {
    auto found = known.find(&call);
    return found == known.end() ? std::vector<domain::CalleeDelta>() : found->second;
  });
  if (!(function.facts->delta == before)) {
    changed_at_[id] = ++now_;
  }
}

const std::vector<HeldLock>& Summaries::lockset(const Function& function, facts::LocksetId id) const {
  static const std::vector<HeldLock> kNothing;
  if (id == facts::kNone || index_.units[function.unit].locksets[id].empty()) {
    return kNothing;
  }
  auto [entry, is_new] = locksets_[function.unit].try_emplace(id);
  if (is_new) {
    for (const facts::HeldLock& held : index_.units[function.unit].locksets[id]) {
      entry->second.push_back(
          {resolve_lock(index_, index_.path(function, held.path)), held.mode, held.must, held.since});
    }
  }
  return entry->second;
}

const std::vector<HeldLock>& Summaries::held_at(FunctionId id, facts::EventId event) const {
  const Function& function = index_.functions[id];
  return lockset(function, function.facts->events[event].held);
}

const std::vector<HeldLock>& Summaries::released_at(FunctionId id, facts::EventId event) const {
  const Function& function = index_.functions[id];
  return lockset(function, function.facts->events[event].released);
}

std::vector<PathId> released_by(const ProgramIndex& index, FunctionId caller, const std::vector<PathId>& released,
                                const Substitution& substitution) {
  const Function& function = index.functions[caller];
  std::vector<PathId> paths;
  for (PathId path : released) {
    PathId moved = resolve_lock(index, index.paths.substitute(path, substitution)).path;
    paths.push_back(moved);
    // A guard that the callee unlocked gives up the locks that it got here.
    for (const Event& event : function.facts->events) {
      if (moved != kNoPath && event.guard != facts::kNone && index.path(function, event.guard) == moved) {
        for (PathId lock : event.locks) {
          paths.push_back(resolve_lock(index, index.path(function, lock)).path);
        }
      }
    }
  }
  return paths;
}

const Hop* Summaries::hop(FunctionId function, facts::EventId event, const Hop* next) {
  hops_.push_back({function, event, next, next == nullptr ? 1 : next->length + 1});
  return &hops_.back();
}

} // namespace paraudit::link
