// Calls of code that the lock's owner cannot see. See deeds.h.
#include "checker/link/deeds.h"
#include "checker/link/lock_order.h"

#include <algorithm>

namespace paraudit::link {

using facts::CalleeKind;
using facts::ElementKind;
using facts::Event;
using facts::EventId;
using facts::RootKind;

// Objects of a function's own make are no callbacks: what comes in, or is kept behind a pointer, is.
bool Deeds::is_from_outside(FunctionId id, PathId receiver) const {
  if (receiver == kNoPath) {
    return false;
  }
  const facts::AccessPath& path = index_.paths[receiver];
  bool has_deref = std::any_of(path.elements.begin(), path.elements.end(),
                               [](const facts::PathElement& element) { return element.kind == ElementKind::kDeref; });
  switch (path.root) {
  case RootKind::kParameter:
    return has_deref || (path.index < index_.functions[id].facts->parameters.size() &&
                         index_.functions[id].facts->parameters[path.index].by_reference);
  case RootKind::kThis:
  case RootKind::kGlobal:
  case RootKind::kCapture:
    return has_deref;
  default:
    return false;
  }
}

// One object behind a member, of a kind that is known: the class works with it, it did not come to be called back.
bool Deeds::is_collaborator(PathId receiver) const {
  const facts::AccessPath& path = index_.paths[receiver];
  return path.root != RootKind::kParameter &&
         std::none_of(path.elements.begin(), path.elements.end(),
                      [](const facts::PathElement& element) { return element.kind == ElementKind::kIndex; });
}

// Methods of the caller's own class are no code that it cannot see: a table of them is a switch.
Targets Deeds::judge(FunctionId caller, const std::set<FunctionId>& targets, FunctionId& acquiring) const {
  if (targets.empty()) {
    return Targets::kUnknown;
  }
  const std::string& own_class = index_.functions[caller].facts->class_name;
  for (FunctionId target : targets) {
    const facts::FunctionFacts& facts = *index_.functions[target].facts;
    if (!own_class.empty() && facts.class_name == own_class && !facts.is_lambda) {
      continue;
    }
    for (const Acquisition& acquisition : summaries_.of(target).acquisitions) {
      if (acquisition.lock.lock == kNoId || excludes_others(index_.locks[acquisition.lock.lock].kind)) {
        acquiring = target;
        return Targets::kAcquiring;
      }
    }
  }
  return Targets::kHarmless;
}

void Deeds::visit_callback(FunctionId id, EventId event_id) {
  const Function& function = index_.functions[id];
  const Event& event = function.facts->events[event_id];
  Deed deed;
  deed.function = id;
  deed.event = event_id;
  if (event.callee_kind == CalleeKind::kVirtual) {
    return visit_virtual(id, event_id, std::move(deed));
  }
  deed.kind = DeedKind::kCallback;
  PathId path = index_.path(function, event.path);
  if (path != kNoPath && is_parameter(path)) {
    deed.callable = path;
    return settle(id, event_id, std::move(deed));
  }
  deed.targets = judge(id, graph_.seen_targets(id, path), deed.target);
  if (deed.targets != Targets::kHarmless) {
    settle(id, event_id, std::move(deed));
  }
}

bool Deeds::is_parameter(PathId path) const {
  return index_.paths[path].root == RootKind::kParameter && index_.paths[path].elements.empty();
}

void Deeds::visit_virtual(FunctionId id, EventId event_id, Deed deed) {
  const Function& function = index_.functions[id];
  const Event& event = function.facts->events[event_id];
  // Who destroys an object knows that its destructor runs.
  PathId receiver = index_.path(function, event.receiver.path);
  if (destroys_virtually(event) || !is_from_outside(id, receiver)) {
    return;
  }
  deed.kind = DeedKind::kVirtualCallback;
  const std::span<const FunctionId> named = graph_.named_functions(id, event_id);
  const std::set<FunctionId> targets(named.begin(), named.end());
  if (!targets.empty() && is_collaborator(receiver)) {
    return;
  }
  deed.targets = judge(id, targets, deed.target);
  if (deed.targets == Targets::kHarmless) {
    return;
  }
  if (is_parameter(receiver)) {
    deed.callable = receiver;
  }
  settle(id, event_id, std::move(deed));
}

bool Deeds::resolve(FunctionId caller, EventId event, const Target& target, Deed& deed) {
  return deed.kind == DeedKind::kVirtualCallback ? resolve_receiver(caller, target, deed)
                                                 : resolve_callable(caller, event, target, deed);
}

// Whether the object that the caller passes came to it from outside as well.
bool Deeds::resolve_receiver(FunctionId caller, const Target& target, Deed& deed) {
  PathId receiver = index_.paths.substitute(deed.callable, target.substitution);
  deed.callable = is_parameter(receiver) ? receiver : kNoPath;
  return deed.callable != kNoPath || (is_from_outside(caller, receiver) && !is_collaborator(receiver));
}

// What the caller gave for the parameter that is called; false where that does no harm or is not seen.
bool Deeds::resolve_callable(FunctionId caller, EventId event_id, const Target& target, Deed& deed) {
  const Function& function = index_.functions[caller];
  const Event& event = function.facts->events[event_id];
  uint32_t formal = index_.paths[deed.callable].index;
  deed.callable = kNoPath;
  auto given = std::find_if(event.callables.begin(), event.callables.end(),
                            [&](const facts::Callable& callable) { return callable.parameter == formal; });
  if (given == event.callables.end() || event.callee != index_.functions[target.function].facts->symbol) {
    return false;
  }
  std::set<FunctionId> targets;
  if (FunctionId named = graph_.callable_target(caller, *given).function; named != kNoId) {
    targets.insert(named);
  } else if (given->symbol.empty()) {
    PathId path = index_.path(function, given->path);
    if (path != kNoPath && is_parameter(path)) {
      deed.callable = path;
      return true;
    }
    targets = graph_.seen_targets(caller, path);
  } else {
    return false; // a function of a library
  }
  deed.targets = judge(caller, targets, deed.target);
  return deed.targets != Targets::kHarmless;
}

} // namespace paraudit::link
