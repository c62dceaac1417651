#include "checker/link/effects.h"

#include <algorithm>

namespace paraudit::link {
namespace {

using facts::AccessKind;
using facts::ElementKind;
using facts::Event;
using facts::EventId;
using facts::EventKind;
using facts::RootKind;

bool is_formal(RootKind root) {
  return root == RootKind::kThis || root == RootKind::kParameter || root == RootKind::kCapture;
}

std::vector<HeldLock> certain(const std::vector<HeldLock>& held) {
  std::vector<HeldLock> result;
  std::copy_if(held.begin(), held.end(), std::back_inserter(result), [](const HeldLock& lock) { return lock.must; });
  return result;
}

bool same_locks(const std::vector<HeldLock>& a, const std::vector<HeldLock>& b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](const HeldLock& x, const HeldLock& y) {
           return x.lock.path == y.lock.path && x.mode == y.mode;
         });
}

// What a pointer member leads to is an object of its own, with its own users and locks, except that a const method
// that changes it breaks the promise that its class makes.
bool is_another_object(const Effect& effect) {
  return effect.through_pointer && !effect.by_const_path;
}

bool same_effect(const Effect& a, const Effect& b) {
  return a.root == b.root && a.index == b.index && a.kind == b.kind && a.is_atomic == b.is_atomic &&
         a.in_condition == b.in_condition && a.by_const_path == b.by_const_path &&
         a.through_pointer == b.through_pointer && a.method == b.method && same_locks(a.held, b.held);
}

} // namespace

bool is_write(AccessKind kind) {
  return kind == AccessKind::kWrite || kind == AccessKind::kReadWrite || kind == AccessKind::kMutate;
}

PathShape shape_of(const ProgramIndex& index, PathId path) {
  PathShape shape;
  bool is_owner = false;
  for (const facts::PathElement& element : index.paths[path].elements) {
    shape.has_deref |= element.kind == ElementKind::kDeref;
    shape.derefs += element.kind == ElementKind::kDeref && !is_owner ? 1 : 0;
    is_owner = false;
    if (element.kind != ElementKind::kField) {
      continue;
    }
    shape.is_synchronised |= element.name == facts::kOwnValueField;
    auto field = index.fields.find(element.name);
    if (field != index.fields.end()) {
      is_owner = field->second.type.starts_with("std::unique_ptr<");
      facts::SyncKind sync = field->second.sync;
      shape.is_synchronised |= sync != facts::SyncKind::kNone && sync != facts::SyncKind::kConst;
    }
  }
  return shape;
}

std::vector<HeldLock> held_through_call(const ProgramIndex& index, const Effect& effect, const Target& target,
                                        const std::vector<HeldLock>& caller_held) {
  std::vector<HeldLock> held = certain(caller_held);
  for (HeldLock lock : effect.held) {
    lock.lock = resolve_lock(index, index.paths.substitute(lock.lock.path, target.substitution));
    held.push_back(lock);
  }
  std::sort(held.begin(), held.end(), [](const HeldLock& a, const HeldLock& b) { return a.lock.path < b.lock.path; });
  auto same = [](const HeldLock& a, const HeldLock& b) { return a.lock.path == b.lock.path; };
  held.erase(std::unique(held.begin(), held.end(), same), held.end());
  return held;
}

PathId actual_of(const Target& target, const Effect& effect) {
  const Substitution& given = target.substitution;
  switch (effect.root) {
  case RootKind::kThis:
    return given.receiver;
  case RootKind::kParameter:
    return effect.index < given.parameters.size() ? given.parameters[effect.index] : kNoPath;
  default:
    return effect.index < given.captures.size() ? given.captures[effect.index] : kNoPath;
  }
}

std::vector<Target> targets_with_callables(const CallGraph& graph, const ProgramIndex& index, FunctionId function,
                                           EventId id) {
  std::vector<Target> targets = graph.named_targets(function, id);
  for (const facts::Callable& callable : index.functions[function].facts->events[id].callables) {
    Target target = graph.callable_target(function, callable);
    if (target.function != kNoId && callable.parameter != facts::kNone) {
      targets.push_back(std::move(target));
    }
  }
  return targets;
}

Effects::Effects(const ProgramIndex& index, const CallGraph& graph, const Summaries& summaries)
    : index_(index), graph_(graph), summaries_(summaries), effects_(index.functions.size()) {
  for (const std::vector<FunctionId>& component : graph.components()) {
    // Twice round a recursion: what one member learns about another in the first round.
    for (int round = 0; round < (component.size() > 1 ? 2 : 1); ++round) {
      for (FunctionId function : component) {
        if (index.functions[function].has_body) {
          summarise(function);
        }
      }
    }
  }
}

void Effects::summarise(FunctionId function) {
  const std::vector<Event>& events = index_.functions[function].facts->events;
  for (EventId event = 0; event < events.size(); ++event) {
    if (events[event].held == facts::kNone) {
      continue;
    }
    if (events[event].kind == EventKind::kAccess) {
      add_access(function, event);
    } else if (runs_callees(events[event].kind) || events[event].kind == EventKind::kDispatch) {
      add_calls(function, event);
    }
  }
}

void Effects::add_access(FunctionId id, EventId event_id) {
  const Function& function = index_.functions[id];
  const Event& event = function.facts->events[event_id];
  PathId path = index_.path(function, event.path);
  if (path == kNoPath || !is_formal(index_.paths[path].root)) {
    return;
  }
  PathShape shape = shape_of(index_, path);
  // A copy of a parameter is the callee's own; only what it refers to is the caller's.
  const facts::AccessPath& whole = index_.paths[path];
  bool by_value = whole.root == RootKind::kParameter && whole.index < function.facts->parameters.size() &&
                  !function.facts->parameters[whole.index].by_reference;
  if (shape.is_synchronised || by_value) {
    return;
  }
  Effect effect;
  effect.root = whole.root;
  effect.index = whole.index;
  effect.kind = event.access;
  effect.is_write = is_write(event.access);
  effect.is_atomic = event.is_atomic;
  effect.in_condition = event.in_condition;
  effect.by_const_path = whole.root == RootKind::kThis && function.facts->is_const;
  effect.through_pointer = shape.has_deref;
  if (is_another_object(effect)) {
    return;
  }
  effect.method = event.text;
  effect.held = certain(summaries_.held_at(id, event_id));
  effect.function = id;
  effect.event = event_id;
  add(id, std::move(effect));
}

void Effects::add_calls(FunctionId function, EventId event) {
  if (!may_call(graph_, index_, function, event, [&](FunctionId callee) { return !effects_[callee].empty(); })) {
    return;
  }
  for (const Target& target : targets_with_callables(graph_, index_, function, event)) {
    add_from_callee(function, event, target);
  }
}

void Effects::add_from_callee(FunctionId id, EventId event, const Target& target) {
  const Function& caller = index_.functions[id];
  const Function& callee = index_.functions[target.function];
  // Iterates over a copy: in a recursion caller and callee are one.
  for (Effect effect : std::vector<Effect>(effects_[target.function])) {
    PathId actual = actual_of(target, effect);
    if (actual == kNoPath || !is_formal(index_.paths[actual].root)) {
      continue;
    }
    PathShape shape = shape_of(index_, actual);
    bool constructs = callee.facts->is_constructor || callee.facts->is_destructor;
    if (shape.is_synchronised || (constructs && effect.root == RootKind::kThis && !shape.has_deref &&
                                  index_.paths[actual].elements.empty() && !caller.facts->is_constructor)) {
      continue;
    }
    const facts::AccessPath& whole = index_.paths[actual];
    effect.root = whole.root;
    effect.index = whole.index;
    effect.through_pointer |= shape.has_deref;
    effect.by_const_path |= whole.root == RootKind::kThis && caller.facts->is_const && !shape.has_deref;
    if (is_another_object(effect)) {
      continue;
    }
    effect.held = held_through_call(index_, effect, target, summaries_.held_at(id, event));
    add(id, std::move(effect));
  }
}

void Effects::add(FunctionId function, Effect effect) {
  std::vector<Effect>& known = effects_[function];
  bool is_known =
      std::any_of(known.begin(), known.end(), [&](const Effect& other) { return same_effect(other, effect); });
  if (!is_known && known.size() < kMaxEffects) {
    known.push_back(std::move(effect));
  }
}

} // namespace paraudit::link
