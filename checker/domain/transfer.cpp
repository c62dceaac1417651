#include "checker/domain/transfer.h"

#include <algorithm>

namespace paraudit::domain {

using facts::AccessPath;
using facts::Event;
using facts::EventId;
using facts::EventKind;
using facts::kNone;
using facts::Mode;
using facts::PathId;
using facts::RootKind;

namespace {

constexpr int kMaxBindingHops = 4;
constexpr std::size_t kMaxBindingTargets = 8; // of a virtual call

bool belongs_to_caller(const AccessPath& path) {
  return path.root == RootKind::kThis || path.root == RootKind::kParameter || path.root == RootKind::kCapture ||
         path.root == RootKind::kGlobal;
}

} // namespace

// Maps paths over a callee's roots to paths of this function.
struct Transfer::Substitution {
  const Event& call;
  EventId id;
  const std::vector<AccessPath>& paths;
  Interner& interner;

  PathId root(const AccessPath& path) const {
    switch (path.root) {
    case RootKind::kThis:
      return call.receiver.path;
    case RootKind::kParameter:
      return path.index < call.actuals.size() ? call.actuals[path.index].path : kNone;
    case RootKind::kCapture:
      for (const facts::Callable& callable : call.callables)
        if (callable.parameter == kNone && path.index < callable.captures.size())
          return callable.captures[path.index].path;
      return kNone;
    case RootKind::kGlobal:
      return interner.path({RootKind::kGlobal, path.index, path.name, {}});
    case RootKind::kReturn:
      return call.result != kNone ? call.result : interner.path({RootKind::kResult, id, "", {}});
    default:
      return kNone;
    }
  }
  PathId operator()(PathId from) const {
    const AccessPath path = paths[from]; // a copy: in a unit's own solution, interning the root moves the table
    const PathId base = root(path);
    return base == kNone ? kNone : interner.append(base, path, 0);
  }
};

// The longest bound prefix counts; what it is bound to may begin with a bound prefix in turn.
PathId Transfer::resolve(PathId path, const State& state) {
  if (state.bindings.empty())
    return path;
  for (int hop = 0; path != kNone && hop < kMaxBindingHops; ++hop) {
    PathId prefix = path;
    auto binding = state.bindings.end();
    for (; prefix != kNone; prefix = interner_.parent(prefix)) {
      binding = state.bindings.find(prefix);
      if (binding != state.bindings.end() && binding->second != kNone)
        break;
    }
    if (prefix == kNone)
      break;
    const AccessPath whole = interner_.get(path);
    path = interner_.append(binding->second, whole, interner_.get(prefix).elements.size());
  }
  return path;
}

std::vector<PathId> Transfer::locks_of(const Event& event, const State& state) {
  std::vector<PathId> locks;
  if (releases_nothing(event, state))
    return locks;
  const auto guard = event.guard == kNone ? state.guards.end() : state.guards.find(resolve(event.guard, state));
  const bool from_guard = event.locks.empty() || event.kind == EventKind::kRelease;
  if (from_guard && guard != state.guards.end()) {
    for (const LockKey& lock : guard->second.locks)
      locks.push_back(lock.first);
  } else {
    for (const PathId lock : event.locks)
      locks.push_back(resolve(lock, state));
  }
  if (event.kind == EventKind::kAcquire)
    for (const facts::Actual& several : event.actuals)
      if (const auto one = state.guards.find(resolve(several.path, state)); one != state.guards.end())
        for (const LockKey& lock : one->second.locks)
          locks.push_back(lock.first);
  std::sort(locks.begin(), locks.end());
  locks.erase(std::unique(locks.begin(), locks.end()), locks.end());
  return locks;
}

bool Transfer::releases_nothing(const Event& event, const State& state) {
  if (event.kind != EventKind::kRelease || event.guard == kNone)
    return false;
  const auto guard = state.guards.find(resolve(event.guard, state));
  return guard != state.guards.end() && guard->second.owned == Owned::kNo;
}

void Transfer::acquire(LockKey key, EventId since, bool must, State& state) {
  if (key.first == kNone)
    return;
  const bool restored = state.released.erase(key) > 0;
  state.failed.erase(key);
  const auto [it, added] = state.held.try_emplace(key);
  if (added) {
    it->second.must = must;
    // A lock of the caller that was given up and taken back is again what it was on entry.
    it->second.since = restored ? kNone : since;
  } else if (it->second.must) {
    it->second.depth = std::min(it->second.depth + 1, 3);
  } else {
    it->second.must = must;
    it->second.since = restored ? kNone : since;
  }
}

Mode Transfer::release_mode(PathId lock, Mode stated, const State& state) const {
  if (state.held.contains({lock, stated}))
    return stated;
  const Mode other = stated == Mode::kShared ? Mode::kExclusive : Mode::kShared;
  return state.held.contains({lock, other}) ? other : stated;
}

void Transfer::release(LockKey key, bool must, State& state) {
  if (key.first == kNone)
    return;
  key.second = release_mode(key.first, key.second, state);
  const auto held = state.held.find(key);
  const bool ours = held != state.held.end() && held->second.since != kNone && held->second.must;
  if (held != state.held.end()) {
    if (!must)
      held->second.must = false;
    else if (--held->second.depth <= 0)
      state.held.erase(held);
  }
  if (!ours && belongs_to_caller(interner_.get(key.first)))
    state.released[key] = must;
}

void Transfer::release_guard(PathId guard, State& state) {
  if (const auto moved = state.moved_guards.find(guard); moved != state.moved_guards.end()) {
    state.released_guards.insert(moved->second);
    state.moved_guards.erase(moved);
    return;
  }
  const auto it = state.guards.find(guard);
  if (it == state.guards.end() || (it->second.locks.empty() && it->second.owned == Owned::kYes)) {
    if (belongs_to_caller(interner_.get(guard)))
      state.released_guards.insert(guard);
    if (it != state.guards.end())
      it->second.owned = Owned::kNo;
    return;
  }
  if (it->second.owned != Owned::kNo)
    for (const LockKey& lock : it->second.locks) {
      const auto held = state.held.find(lock);
      const bool is_missing = held == state.held.end();
      if (is_missing ? it->second.owned == Owned::kMaybe : !held->second.must)
        state.held.erase(lock);
      else
        release(lock, true, state);
    }
  it->second.owned = Owned::kNo;
}

void Transfer::apply_acquire(EventId id, State& state) {
  const Event& event = function_.events[id];
  const std::vector<PathId> locks = locks_of(event, state);
  for (const PathId lock : locks)
    acquire({lock, event.mode}, id, !event.is_try, state);
  for (const facts::Actual& several : event.actuals)
    state.guards[resolve(several.path, state)].owned = event.is_try ? Owned::kMaybe : Owned::kYes;
  if (event.guard == kNone)
    return;
  const PathId path = resolve(event.guard, state);
  state.released_guards.erase(path); // the caller's, given up and taken back
  Guard& guard = state.guards[path];
  std::vector<LockKey> taken;
  for (const PathId lock : locks)
    taken.emplace_back(lock, event.mode);
  if (!taken.empty())
    add_to_guard(guard, taken);
  guard.owned = event.is_try ? Owned::kMaybe : Owned::kYes;
}

// What a guard takes while it has others it holds beside them: it stands for all guards in a container.
void Transfer::add_to_guard(Guard& guard, const std::vector<LockKey>& locks) {
  if (guard.owned == Owned::kNo)
    guard.locks.clear();
  for (const LockKey& lock : locks)
    if (std::find(guard.locks.begin(), guard.locks.end(), lock) == guard.locks.end())
      guard.locks.push_back(lock);
}

void Transfer::apply_release(const Event& event, State& state) {
  if (event.guard != kNone) {
    release_guard(resolve(event.guard, state), state);
    return;
  }
  for (const PathId lock : locks_of(event, state))
    release({lock, event.mode}, true, state);
}

// What was copied from the pointer before leads on to where it led: nobody knows a name for that any more.
void Transfer::bind(PathId path, PathId source, State& state) {
  std::vector<PathId> left_behind;
  const auto begins_here = [&](PathId object) {
    const std::size_t length = interner_.get(path).elements.size();
    while (object != kNone && interner_.get(object).elements.size() > length)
      object = interner_.parent(object);
    return object == path;
  };
  for (const auto& [other, object] : state.bindings)
    if (other != path && object != kNone && begins_here(object))
      left_behind.push_back(other);
  for (const PathId other : left_behind)
    state.bindings.set(other, kNone);
  state.bindings.set(path, source);
}

void Transfer::apply_bind(const Event& event, State& state) {
  if (event.kind == EventKind::kBind) {
    const PathId source = resolve(event.source, state);
    if (source != event.path)
      bind(event.path, source, state);
    return;
  }
  Guard& guard = state.guards[resolve(event.guard, state)];
  guard.locks.clear();
  for (const PathId lock : locks_of(event, state))
    guard.locks.emplace_back(lock, release_mode(lock, event.mode, state));
  guard.owned = event.owned ? Owned::kYes : Owned::kNo;
}

void Transfer::apply_move(const Event& event, State& state) {
  const PathId target = resolve(event.guard, state);
  if (event.kind == EventKind::kGuardDrop) {
    Guard& guard = state.guards[target];
    guard.owned = Owned::kNo;
    if (event.result != kNone && guard.locks.size() == 1)
      state.bindings.set(event.result, guard.locks.front().first);
    return;
  }
  move_guard(resolve(event.source, state), target, state);
}

void Transfer::move_guard(PathId from, PathId target, State& state) {
  if (const auto moved = state.moved_guards.find(from); moved != state.moved_guards.end()) {
    state.moved_guards[target] = moved->second;
    state.moved_guards.erase(from);
    return;
  }
  const auto source = from == kNone ? state.guards.end() : state.guards.find(from);
  if (source == state.guards.end()) {
    state.guards.erase(target);
    if (from != kNone && from != target && belongs_to_caller(interner_.get(from))) {
      state.moved_guards[target] = from;
      state.guards[from] = Guard{{}, Owned::kNo};
    }
    return;
  }
  const Guard moved = std::move(source->second);
  source->second = Guard{{}, Owned::kNo};
  Guard& guard = state.guards[target];
  add_to_guard(guard, moved.locks);
  guard.owned = moved.owned;
}

void Transfer::apply_delta(const CalleeDelta& callee, EventId id, bool certain, State& state) {
  const Event& call = function_.events[id];
  const Substitution substitute{call, id, *callee.paths, interner_};
  const auto map = [&](PathId path) { return resolve(substitute(path), state); };
  std::vector<std::pair<PathId, PathId>> bound; // at once: what each is bound to was so before the call
  for (const facts::DeltaBinding& binding : callee.delta->bindings)
    if (const PathId path = substitute(binding.path), source = map(binding.source); path != kNone && source != kNone)
      bound.emplace_back(path, source);
  for (const auto& [path, source] : bound)
    if (path != source)
      bind(path, source, state);
  for (const PathId guard : callee.delta->released_guards)
    if (const PathId path = map(guard); path != kNone)
      release_guard(path, state);
  for (const facts::GuardMove& move : callee.delta->moved_guards)
    if (const PathId to = map(move.to), from = map(move.from); to != kNone && from != kNone)
      move_guard(from, to, state);
  const auto may_be_null = [&](PathId path) {
    const facts::AccessPath& formal = (*callee.paths)[path];
    return formal.root == RootKind::kParameter && formal.index < call.actuals.size() &&
           call.actuals[formal.index].may_be_null;
  };
  for (const facts::DeltaLock& lock : callee.delta->released)
    release({map(lock.path), lock.mode}, certain && lock.must, state);
  for (const facts::DeltaLock& lock : callee.delta->acquired)
    acquire({map(lock.path), lock.mode}, id,
            certain && lock.must && !callee.delta->try_result && !may_be_null(lock.path), state);
  std::set<PathId> fresh;
  for (const facts::DeltaGuard& guard : callee.delta->guards) {
    const PathId path = map(guard.guard);
    const PathId lock = map(guard.lock);
    if (path == kNone || lock == kNone)
      continue;
    Guard& target = state.guards[path];
    if (fresh.insert(path).second)
      target.locks.clear();
    target.locks.emplace_back(lock, guard.mode);
    target.owned = guard.owned ? (certain ? Owned::kYes : Owned::kMaybe) : Owned::kNo;
  }
}

void Transfer::apply_call(EventId id, State& state) {
  const std::vector<CalleeDelta> callees = lookup_(function_.events[id]);
  if (callees.size() == 1) {
    apply_delta(callees.front(), id, true, state);
    return;
  }
  if (callees.empty())
    return;
  // One of several targets runs: join what each would leave behind. Where one of many does, no pointer is known by it.
  auto is_idle = [&](const CalleeDelta& callee) {
    return callees.size() > kMaxBindingTargets ? !callee.delta->is_about_locks() : callee.delta->is_nothing();
  };
  State joined = std::any_of(callees.begin(), callees.end(), is_idle) ? state : State();
  for (const CalleeDelta& callee : callees) {
    if (is_idle(callee))
      continue;
    State after = state;
    apply_delta(callee, id, true, after);
    join(joined, after, interner_);
  }
  state = std::move(joined);
}

void Transfer::apply(EventId id, State& state) {
  const Event& event = function_.events[id];
  switch (event.kind) {
  case EventKind::kAcquire:
  case EventKind::kInitBegin:
    return apply_acquire(id, state);
  case EventKind::kRelease:
  case EventKind::kInitEnd:
    return apply_release(event, state);
  case EventKind::kBind:
  case EventKind::kGuardBind:
    return apply_bind(event, state);
  case EventKind::kGuardMove:
  case EventKind::kGuardDrop:
    return apply_move(event, state);
  case EventKind::kAssertHeld:
    for (const PathId lock : locks_of(event, state))
      if (!state.held.contains({lock, event.mode}) && !state.released.contains({lock, event.mode}))
        state.held[{lock, event.mode}] = Held{};
    return;
  case EventKind::kCall:
    return apply_call(id, state);
  default:
    return;
  }
}

// Of the locks that a call may take: which of its results says that it did.
std::map<LockKey, facts::Tells> Transfer::told_by(EventId id, const State& state) {
  std::map<LockKey, facts::Tells> told;
  const std::vector<CalleeDelta> callees = lookup_(function_.events[id]);
  if (callees.size() != 1)
    return told;
  const Substitution substitute{function_.events[id], id, *callees.front().paths, interner_};
  for (const facts::DeltaLock& lock : callees.front().delta->acquired)
    if (lock.tells != facts::Tells::kNothing)
      if (const PathId path = resolve(substitute(lock.path), state); path != kNone)
        told[{path, lock.mode}] = lock.tells;
  return told;
}

// What was asked for is held where the answer says so, and not where it does not. A lock that blocks until it is had
// may report an error as well: `if (pthread_mutex_lock(&m) != 0)`.
void Transfer::settle_outcome(const facts::Condition& condition, bool holds, State& state) {
  const EventId id = condition.event;
  const Event& event = function_.events[id];
  const bool blocks = event.kind == EventKind::kAcquire && !event.is_try;
  const bool is_nonzero = holds == (condition.kind == facts::ConditionKind::kTryAcquired);
  std::map<LockKey, facts::Tells> told;
  if (event.kind == EventKind::kCall)
    told = told_by(id, state);
  for (auto it = state.held.begin(); it != state.held.end();) {
    const auto tells = told.find(it->first);
    const bool is_told = tells != told.end();
    if (it->second.since != id || (it->second.must && !blocks && !is_told)) {
      ++it;
    } else if (is_told ? is_nonzero == (tells->second == facts::Tells::kNonzero) : holds) {
      it->second.must = true;
      it->second.flag = kNone;
      ++it;
    } else {
      if (it->second.must)
        state.failed.insert(it->first);
      it = state.held.erase(it);
    }
  }
  if (event.kind == EventKind::kAcquire && event.guard != kNone)
    state.guards[resolve(event.guard, state)].owned = holds ? Owned::kYes : Owned::kNo;
}

void Transfer::branch(const facts::Condition& condition, bool taken, State& state) {
  const bool holds = taken != condition.negated;
  const auto settle = [&](auto&& concerned) {
    for (auto it = state.held.begin(); it != state.held.end();) {
      if (it->second.must || !concerned(*it)) {
        ++it;
      } else if (holds) {
        it->second.must = true;
        it->second.flag = kNone;
        ++it;
      } else {
        it = state.held.erase(it);
      }
    }
  };
  switch (condition.kind) {
  case facts::ConditionKind::kTryAcquired:
  case facts::ConditionKind::kZeroResult:
    return settle_outcome(condition, holds, state);
  case facts::ConditionKind::kGuardOwns: {
    const auto guard = state.guards.find(resolve(condition.path, state));
    if (guard == state.guards.end())
      return;
    const std::vector<LockKey> locks = guard->second.locks;
    settle([&](const auto& entry) { return std::find(locks.begin(), locks.end(), entry.first) != locks.end(); });
    guard->second.owned = holds ? Owned::kYes : Owned::kNo;
    return;
  }
  case facts::ConditionKind::kNonNull: {
    if (holds)
      return;
    const AccessPath gone = interner_.get(resolve(condition.path, state));
    std::erase_if(state.held, [&](const auto& entry) { return has_prefix(interner_.get(entry.first.first), gone); });
    state.vacuous.insert(resolve(condition.path, state));
    return;
  }
  case facts::ConditionKind::kFlag:
    state.flags[condition.path] = holds;
    for (auto it = state.held.begin(); it != state.held.end();) {
      Held& held = it->second;
      if (held.flag != condition.path) {
        ++it;
      } else if (held.flag_value == holds) {
        held.must = true;
        held.flag = kNone;
        ++it;
      } else {
        it = state.held.erase(it);
      }
    }
    return;
  default:
    return;
  }
}

} // namespace paraudit::domain
