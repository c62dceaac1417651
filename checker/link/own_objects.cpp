#include "checker/link/own_objects.h"

#include <algorithm>

namespace paraudit::link {
namespace {

using facts::AccessPath;
using facts::Callable;
using facts::Event;
using facts::EventId;
using facts::EventKind;
using facts::RootKind;

bool is_same_object(const AccessPath& path, const AccessPath& object) {
  return path.root == object.root && path.index == object.index && path.elements.empty();
}

bool is_variable(RootKind root) {
  return root == RootKind::kLocal || root == RootKind::kTemporary || root == RootKind::kReturn;
}

} // namespace

OwnObjects::OwnObjects(const ProgramIndex& index, const CallGraph& graph)
    : index_(index), graph_(graph), gives_this_(index.functions.size()) {
  AccessPath self;
  self.root = RootKind::kThis;
  for (const std::vector<FunctionId>& component : graph.components()) {
    // Twice round a recursion: what one member learns about another in the first round.
    for (int round = 0; round < (component.size() > 1 ? 2 : 1); ++round) {
      for (FunctionId function : component) {
        const std::vector<Event>& events = index.functions[function].facts->events;
        for (EventId event = 0; event < events.size() && !gives_this_[function]; ++event) {
          gives_this_[function] = gives_away(function, event, self);
        }
      }
    }
  }
}

bool OwnObjects::gives_away(FunctionId id, EventId event_id, const AccessPath& object) const {
  const Function& function = index_.functions[id];
  const Event& event = function.facts->events[event_id];
  auto is_object = [&](PathId unit_path) {
    PathId path = index_.path(function, unit_path);
    return path != kNoPath && is_same_object(index_.paths[path], object);
  };
  auto names_object = [&](const facts::Actual& actual) { return actual.by_reference && is_object(actual.path); };
  auto carries_object = [&](const Callable& callable) {
    return names_object(callable.receiver) ||
           std::any_of(callable.captures.begin(), callable.captures.end(), names_object) ||
           std::any_of(callable.bound.begin(), callable.bound.end(), names_object);
  };
  switch (event.kind) {
  case EventKind::kBind: {
    PathId holder = index_.path(function, event.path);
    return is_object(event.source) && holder != kNoPath && !is_variable(index_.paths[holder].root);
  }
  case EventKind::kEscape:
    return (event.text == "store" && is_object(event.path)) ||
           std::any_of(event.callables.begin(), event.callables.end(), carries_object);
  case EventKind::kDispatch:
    return std::any_of(event.callables.begin(), event.callables.end(), carries_object);
  case EventKind::kCall:
    return std::any_of(event.actuals.begin(), event.actuals.end(), names_object) ||
           (is_object(event.receiver.path) && calls_giver(id, event_id));
  default:
    return false;
  }
}

bool OwnObjects::calls_giver(FunctionId id, EventId event) const {
  const std::span<const FunctionId> callees = graph_.named_functions(id, event);
  return std::any_of(callees.begin(), callees.end(), [&](FunctionId callee) { return gives_this_[callee]; });
}

bool OwnObjects::is_own(FunctionId id, EventId event, PathId path) const {
  AccessPath object = index_.paths[path];
  bool is_made_here = object.root == RootKind::kLocal || object.root == RootKind::kTemporary;
  bool leads_away = std::any_of(object.elements.begin(), object.elements.end(), [](const facts::PathElement& element) {
    return element.kind != facts::ElementKind::kField;
  });
  if (!is_made_here || leads_away) {
    return false;
  }
  object.elements.clear();
  for (EventId earlier = 0; earlier < event; ++earlier) {
    if (gives_away(id, earlier, object)) {
      return false;
    }
  }
  return true;
}

} // namespace paraudit::link
