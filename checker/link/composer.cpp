#include "checker/link/composer.h"

#include <algorithm>

namespace paraudit::link {
namespace {

using facts::CalleeKind;
using facts::Event;
using facts::EventId;
using facts::EventKind;

constexpr int kMaxCallableDepth = 3; // callables handed on to callables inside one call
constexpr size_t kMaxPending = 64;

} // namespace

Composer::Composer(Summaries& summaries, FunctionId function)
    : summaries_(summaries), index_(summaries.index_), id_(function), function_(index_.functions[function]) {}

void Composer::run() {
  const std::vector<Event>& events = function_.facts->events;
  for (EventId event = 0; event < events.size(); ++event) {
    // An event of which no lockset is known is in code that cannot be reached.
    if (events[event].held != facts::kNone) {
      visit(event);
    }
  }
}

void Composer::visit(EventId id) {
  const Event& event = function_.facts->events[id];
  switch (event.kind) {
  case EventKind::kAcquire:
  case EventKind::kInitBegin:
    return acquire(id, !event.is_try);
  case EventKind::kWait:
    return wait(id);
  case EventKind::kCall:
    return call(id);
  case EventKind::kDispatch:
    // Whoever waits for the tasks waits for every lock that they wait for.
    if (event.is_synchronous) {
      call(id);
    }
    return;
  default:
    return;
  }
}

void Composer::acquire(EventId id, bool blocking) {
  const Event& event = function_.facts->events[id];
  const HeldList& held = summaries_.held_at(id_, id);
  const Hop* hop = summaries_.hop(id_, id, nullptr);
  for (PathId unit_path : event.locks) {
    Acquisition acquisition;
    acquisition.lock = resolve_lock(index_, index_.path(function_, unit_path));
    acquisition.mode = event.mode;
    acquisition.blocking = blocking;
    acquisition.released = released_paths(id);
    acquisition.hop = hop;
    own.push_back(acquisition);
    nest(held, acquisition, nullptr);
    add(std::move(acquisition));
  }
}

// A condition variable takes its lock again when it wakes up: an acquisition under whatever else is held.
void Composer::wait(EventId id) {
  const Event& event = function_.facts->events[id];
  const Hop* hop = summaries_.hop(id_, id, nullptr);
  const HeldList& held = summaries_.held_at(id_, id);
  for (PathId unit_path : event.locks) {
    Acquisition acquisition;
    acquisition.lock = resolve_lock(index_, index_.path(function_, unit_path));
    acquisition.mode = event.mode;
    acquisition.hop = hop;
    nest(without(held, {acquisition.lock.path}), acquisition, nullptr);
  }
  for (const facts::Callable& predicate : event.callables) {
    apply_callable({id, held, released_paths(id)}, predicate);
  }
}

void Composer::call(EventId id) {
  const Event& event = function_.facts->events[id];
  Site site{id, summaries_.held_at(id_, id), released_paths(id)};
  std::vector<Target> targets = summaries_.graph_.named_targets(id_, id);
  PathId object = index_.path(function_, event.path);
  const facts::RootKind root = object == kNoPath ? facts::RootKind::kUnknown : index_.paths[object].root;
  bool is_given =
      (root == facts::RootKind::kParameter || (root == facts::RootKind::kCapture && event.callables.empty())) &&
      targets.size() == 1 && index_.functions[targets[0].function].facts->is_lambda;
  if (is_given) {
    // Which lambda a parameter holds, its type tells; what the lambda captured, only the caller knows.
    invoke_path(site, object, index_.functions[targets[0].function].facts->signature);
    return;
  }
  const size_t classes = destroys_virtually(event) ? summaries_.graph_.overriders(id_, id) : 1;
  for (const Target& target : targets) {
    if (classes <= 1) {
      apply(site, target);
    } else if (targets.size() == classes) {
      apply_destructor(site, target, targets);
    }
  }
  bool is_stored =
      event.callee_kind == CalleeKind::kFunctionPointer || event.callee_kind == CalleeKind::kFunctionObject;
  if (is_stored && targets.empty()) {
    invoke_path(site, index_.path(function_, event.path), event.text);
  }
  // What is modelled by name (call_once, parallel constructs, algorithms) calls every callable it is given.
  if (event.kind == EventKind::kDispatch || event.callee_kind == CalleeKind::kCallable) {
    for (const facts::Callable& callable : event.callables) {
      apply_callable(site, callable);
    }
  }
}

void Composer::apply_callable(const Site& site, const facts::Callable& callable) {
  Target target = summaries_.graph_.callable_target(id_, callable);
  Site deeper = site;
  ++deeper.depth;
  if (target.function != kNoId) {
    summaries_.spot_calls_[target.function].push_back({id_, site.event, site.held});
    apply(deeper, target);
  } else if (callable.symbol.empty()) {
    invoke_path(deeper, index_.path(function_, callable.path), callable.type);
  }
}

void Composer::apply(const Site& site, const Target& target) {
  if (site.depth > kMaxCallableDepth) {
    return;
  }
  if (!index_.functions[target.function].has_body) {
    return apply_contract(site, target);
  }
  const Summary& callee = summaries_.summaries_[target.function];
  for (const Acquisition& inner : callee.acquisitions) {
    apply_acquisition(site, target, inner);
  }
  for (const Invocation& invocation : callee.invocations) {
    apply_invocation(site, target, invocation);
  }
  for (const PendingPair& pending : callee.pending) {
    apply_pending(site, target, pending);
  }
}

// Whether this is the last reference, and which of the classes the object is of, nobody sees here: what some of them
// lock in their destructors is no order of the caller's, what all lock is.
void Composer::apply_destructor(const Site& site, const Target& target, const std::vector<Target>& all) {
  for (const Acquisition& inner : summaries_.summaries_[target.function].acquisitions) {
    const bool is_common = std::all_of(all.begin(), all.end(), [&](const Target& other) {
      const std::vector<Acquisition>& others = summaries_.summaries_[other.function].acquisitions;
      return std::any_of(others.begin(), others.end(), [&](const Acquisition& acquisition) {
        return inner.lock.lock != kNoId && acquisition.lock.lock == inner.lock.lock;
      });
    });
    if (is_common) {
      apply_acquisition(site, target, inner);
    }
  }
}

// Of a function without a body its attributes tell what it takes: its call is the acquisition.
void Composer::apply_contract(const Site& site, const Target& target) {
  const Function& callee = index_.functions[target.function];
  for (const facts::DeltaLock& taken : callee.facts->delta.acquired) {
    Acquisition acquisition;
    acquisition.lock = substitute_lock(index_.path(callee, taken.path), target);
    if (acquisition.lock.path == kNoPath) {
      continue;
    }
    acquisition.mode = taken.mode;
    acquisition.blocking = !callee.facts->delta.try_result;
    acquisition.released = site.released;
    acquisition.hop = chain(site, nullptr);
    own.push_back(acquisition);
    nest(site.held, acquisition, nullptr);
    add(std::move(acquisition));
  }
}

void Composer::apply_acquisition(const Site& site, const Target& target, const Acquisition& inner) {
  Acquisition acquisition = inner;
  acquisition.lock = substitute_lock(inner.lock.path, target);
  if (acquisition.lock.path == kNoPath) {
    return;
  }
  std::vector<PathId> given_up = released_by(index_, id_, inner.released, target.substitution);
  acquisition.released = site.released;
  acquisition.released.insert(acquisition.released.end(), given_up.begin(), given_up.end());
  bool is_taken_here = site.through == nullptr && returns_holding(target, inner);
  acquisition.inside = is_taken_here ? inner.hop : inner.inside;
  acquisition.hop = chain(site, is_taken_here ? nullptr : inner.hop);
  // The caller's site tells the lock class where the callee's, which takes any lock it is given, does not.
  bool is_named_here = inner.lock.lock == kNoId && acquisition.lock.lock != kNoId;
  if (is_taken_here || is_named_here) {
    own.push_back(acquisition);
    own.back().inside = inner.hop;
    own.back().hop = chain(site, nullptr);
  }
  nest(without(site.held, given_up), acquisition, nullptr);
  add(std::move(acquisition));
}

// The hops from this function to the call of a site, then `rest`.
const Hop* Composer::chain(const Site& site, const Hop* rest) {
  return chain_from(site.event, site.through, rest);
}

const Hop* Composer::chain_from(EventId event, const Hop* via, const Hop* rest) {
  if (via == nullptr) {
    return summaries_.hop(id_, event, rest);
  }
  // `via` starts in this function; it is copied, because its end is what `rest` is appended to.
  return summaries_.hop(via->function, via->event, via->next == nullptr ? rest : chain_from(event, via->next, rest));
}

void Composer::apply_invocation(const Site& site, const Target& target, const Invocation& invocation) {
  Site deeper = site;
  deeper.released = released_by(index_, id_, invocation.released, target.substitution);
  deeper.held = without(site.held, deeper.released);
  deeper.released.insert(deeper.released.end(), site.released.begin(), site.released.end());
  deeper.through = chain(site, invocation.hop);
  for (HeldLock lock : invocation.held) {
    lock.lock = substitute_lock(lock.lock.path, target);
    lock.hop = chain(site, lock.hop);
    if (lock.lock.path != kNoPath) {
      deeper.held.push_back(lock);
    }
  }
  const facts::AccessPath formal = index_.paths[invocation.callable];
  if (formal.root == facts::RootKind::kParameter) {
    for (const facts::Callable& callable : function_.facts->events[site.event].callables) {
      if (callable.parameter == formal.index) {
        apply_callable(deeper, callable);
        return;
      }
    }
  }
  ++deeper.depth;
  invoke_path(deeper, index_.paths.substitute(invocation.callable, target.substitution), invocation.type);
}

// What a caller of this function has to know is held when the callable that it gave is called.
Composer::HeldList Composer::held_for_callers(const Site& site) {
  HeldList held;
  for (HeldLock lock : site.held) {
    bool is_known = lock.lock.lock != kNoId || index_.paths.is_exported(lock.lock.path);
    bool is_by_contract = lock.hop == nullptr && lock.since == facts::kNone;
    if (!lock.must || !is_known || is_by_contract) {
      continue;
    }
    lock.hop = lock.hop != nullptr ? lock.hop : summaries_.hop(id_, lock.since, nullptr);
    held.push_back(lock);
  }
  return held;
}

// Calls what is stored at a path: the caller knows it when it is given by the caller, else any function of that type
// whose address is taken can be there.
void Composer::invoke_path(const Site& site, PathId callable, const std::string& type) {
  facts::RootKind root = callable == kNoPath ? facts::RootKind::kUnknown : index_.paths[callable].root;
  if (root == facts::RootKind::kParameter || root == facts::RootKind::kCapture) {
    if (known_invocations_.insert({callable, site.released}).second && summary.invocations.size() < kMaxPending) {
      summary.invocations.push_back({callable, type, held_for_callers(site), site.released, chain(site, nullptr)});
    }
    return;
  }
  if (site.depth > kMaxCallableDepth) {
    return;
  }
  Site last = site;
  last.depth = kMaxCallableDepth;
  for (FunctionId function : summaries_.graph_.stored_targets(id_, callable, type)) {
    Target target;
    target.function = function;
    target.substitution.callee = index_.functions[function].facts->symbol;
    apply(last, target);
  }
}

void Composer::apply_pending(const Site& site, const Target& target, const PendingPair& pending) {
  PendingPair pair = pending;
  pair.held.lock = substitute_lock(pending.held.lock.path, target);
  pair.acquired.lock = substitute_lock(pending.acquired.lock.path, target);
  if (pair.held.lock.path == kNoPath || pair.acquired.lock.path == kNoPath) {
    return;
  }
  pair.held_hop = pending.held_hop == nullptr ? nullptr : chain(site, pending.held_hop);
  pair.acquired.hop = chain(site, pending.acquired.hop);
  nest_one(pair.held, pair.acquired, site.held, pair.held_hop);
}

void Composer::add(Acquisition acquisition) {
  bool is_useful = acquisition.lock.lock != kNoId || index_.paths.is_exported(acquisition.lock.path);
  if (!is_useful) {
    return;
  }
  if (index_.paths.is_unknown(acquisition.lock.path)) {
    // Unknown objects of one class are one for every caller: this keeps summaries small.
    facts::AccessPath any;
    any.name = index_.locks[acquisition.lock.lock].symbol;
    acquisition.lock.path = index_.paths.intern(any);
  }
  std::sort(acquisition.released.begin(), acquisition.released.end());
  acquisition.released.erase(std::unique(acquisition.released.begin(), acquisition.released.end()),
                             acquisition.released.end());
  Key key{acquisition.lock.path, acquisition.mode, acquisition.blocking, acquisition.released};
  auto [entry, is_new] = known_.try_emplace(key, summary.acquisitions.size());
  if (!is_new) {
    Acquisition& known = summary.acquisitions[entry->second];
    if (acquisition.hop->length < known.hop->length) {
      known = std::move(acquisition);
    }
  } else if (summary.acquisitions.size() < kMaxAcquisitions) {
    summary.acquisitions.push_back(std::move(acquisition));
  } else {
    known_.erase(entry);
    ++summaries_.cut_;
  }
}

void Composer::nest(const HeldList& all_held, const Acquisition& acquired, const Hop* held_hop) {
  Acquisition acquisition = acquired;
  acquisition.lock = summaries_.references_.follow(id_, acquired.lock);
  HeldList held = all_held;
  for (HeldLock& lock : held) {
    lock.lock = summaries_.references_.follow(id_, lock.lock);
  }
  for (const HeldLock& lock : held) {
    if (lock.must) {
      const Hop* since = lock.hop != nullptr          ? lock.hop
                         : lock.since == facts::kNone ? held_hop
                                                      : summaries_.hop(id_, lock.since, nullptr);
      nest_one(lock, acquisition, held, since);
    }
  }
}

void Composer::nest_one(const HeldLock& held, const Acquisition& acquisition, const HeldList& all,
                        const Hop* held_hop) {
  // For a lock that no other thread can reach nobody waits, unless the thread itself does.
  auto is_own = [&](const LockPath& lock) {
    return summaries_.own_objects_.is_own(id_, acquisition.hop->event, lock.path);
  };
  if (held.lock.path != acquisition.lock.path && (is_own(held.lock) || is_own(acquisition.lock))) {
    return;
  }
  if (held.lock.lock != kNoId && acquisition.lock.lock != kNoId) {
    NestedPair pair{id_, held, held_hop, acquisition, {}};
    for (const HeldLock& other : all) {
      if (other.lock.path != held.lock.path && other.must) {
        pair.gates.push_back(other);
      }
    }
    pairs.push_back(std::move(pair));
    // Whether two objects of one class are one, callers may know better.
    if (held.lock.lock != acquisition.lock.lock || held.lock.path == acquisition.lock.path) {
      return;
    }
  }
  bool callers_know = index_.paths.is_exported(held.lock.path) && index_.paths.is_exported(acquisition.lock.path);
  bool is_new = known_pending_.insert({held.lock.path, acquisition.lock.path}).second;
  if (callers_know && is_new && summary.pending.size() < kMaxPending) {
    summary.pending.push_back({held, held_hop, acquisition});
  }
}

LockPath Composer::substitute_lock(PathId path, const Target& target) {
  PathId moved = index_.paths.substitute(path, target.substitution);
  LockPath lock = summaries_.references_.follow(id_, resolve_lock(index_, moved));
  if (lock.lock == kNoId && !index_.paths.is_exported(lock.path)) {
    return {kNoId, kNoPath};
  }
  return lock;
}

std::vector<PathId> Composer::released_paths(EventId event) const {
  std::vector<PathId> paths;
  for (const HeldLock& lock : summaries_.released_at(id_, event)) {
    paths.push_back(lock.lock.path);
  }
  return paths;
}

Composer::HeldList Composer::without(const HeldList& held, const std::vector<PathId>& released) const {
  HeldList rest;
  for (const HeldLock& lock : held) {
    if (std::find(released.begin(), released.end(), lock.lock.path) == released.end()) {
      rest.push_back(lock);
    }
  }
  return rest;
}

// A function that returns with the lock held is how its caller takes the lock: a guard's constructor, a wrapper.
bool Composer::returns_holding(const Target& target, const Acquisition& acquisition) const {
  const Function& callee = index_.functions[target.function];
  const std::vector<facts::DeltaLock>& acquired = callee.facts->delta.acquired;
  return std::any_of(acquired.begin(), acquired.end(), [&](const facts::DeltaLock& lock) {
    return lock.must && resolve_lock(index_, index_.path(callee, lock.path)).path == acquisition.lock.path;
  });
}

} // namespace paraudit::link
