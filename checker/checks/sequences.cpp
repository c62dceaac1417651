#include "checker/checks/sequences.h"

#include <algorithm>
#include <array>

namespace paraudit::checks {
namespace {

using facts::AccessKind;
using facts::Event;
using facts::EventKind;
using facts::RootKind;
using link::FunctionId;
using link::PathId;

constexpr std::array<std::string_view, 8> kAppends = {"push_back",     "emplace_back", "append",  "push_front",
                                                      "emplace_front", "operator+=",   "grow_by", "operator<<"};
constexpr std::array<std::string_view, 6> kRemovals = {"pop_back", "pop_front", "pop", "erase", "extract", "splice"};
constexpr std::array<std::string_view, 4> kMeasures = {"size", "empty", "clear", "reserve"};

bool is_one_of(std::string_view name, const auto& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

} // namespace

bool is_append(AccessKind kind, std::string_view method) {
  return (kind == AccessKind::kMutate || kind == AccessKind::kReadWrite) && is_one_of(method, kAppends);
}

Sequences::Sequences(const link::Program& program) : program_(program), index_(*program.index) {
  for (FunctionId function = 0; function < index_.functions.size(); ++function) {
    const facts::FunctionFacts& facts = *index_.functions[function].facts;
    for (const Event& event : facts.events) {
      note(function, event);
    }
    for (const facts::Loop& loop : facts.loops) {
      look_at(function, loop.collection);
    }
  }
  note_sorting_calls();
  sorted_.erase("");
  drained_.erase("");
}

void Sequences::note_sorted(FunctionId function, facts::PathId unit_path) {
  sorted_.insert(place(function, unit_path));
  PathId path = unit_path == facts::kNone ? link::kNoPath : index_.path(index_.functions[function], unit_path);
  if (path != link::kNoPath && index_.paths[path].root == RootKind::kParameter && index_.paths[path].elements.empty()) {
    sorts_[function].insert(index_.paths[path].index);
  }
}

// A program's own `sort(sequence)` sorts what it is given.
void Sequences::note_sorting_calls() {
  constexpr int kMaxWrappers = 2;
  for (int depth = 0; depth < kMaxWrappers && !sorts_.empty(); ++depth) {
    for (FunctionId function = 0; function < index_.functions.size(); ++function) {
      const std::vector<Event>& events = index_.functions[function].facts->events;
      for (facts::EventId event = 0; event < events.size(); ++event) {
        if (events[event].kind == EventKind::kCall && !events[event].actuals.empty()) {
          note_sorting_call(function, event);
        }
      }
    }
  }
}

void Sequences::note_sorting_call(FunctionId function, facts::EventId event) {
  const std::vector<facts::Actual>& actuals = index_.functions[function].facts->events[event].actuals;
  for (FunctionId callee : program_.graph->named_functions(function, event)) {
    auto sorter = sorts_.find(callee);
    for (uint32_t parameter : sorter == sorts_.end() ? std::set<uint32_t>() : std::set<uint32_t>(sorter->second)) {
      if (parameter < actuals.size() && actuals[parameter].by_reference) {
        note_sorted(function, actuals[parameter].path);
      }
    }
  }
}

void Sequences::note(FunctionId function, const Event& event) {
  if (event.kind == EventKind::kOrder && event.text == "sort") {
    note_sorted(function, event.path);
  } else if (event.kind == EventKind::kAccess && is_one_of(event.text, kRemovals)) {
    drained_.insert(place(function, event.path));
  }
  const bool is_plain =
      event.kind == EventKind::kAccess && (is_append(event.access, event.text) || is_one_of(event.text, kMeasures) ||
                                           (event.access == AccessKind::kWrite && event.text.empty()));
  if (is_plain) {
    return;
  }
  for (facts::PathId path : {event.path, event.source, event.receiver.path}) {
    look_at(function, path);
  }
  for (const facts::Actual& actual : event.actuals) {
    look_at(function, actual.path);
  }
  for (const facts::Callable& callable : event.callables) {
    for (const facts::Actual& capture : callable.captures) {
      look_at(function, capture.path);
    }
    look_at(function, callable.receiver.path);
  }
}

void Sequences::look_at(FunctionId function, facts::PathId unit_path) {
  PathId path = unit_path == facts::kNone ? link::kNoPath : index_.path(index_.functions[function], unit_path);
  seen_.resize(std::max(seen_.size(), index_.paths.size()));
  if (path == link::kNoPath || seen_[path]) {
    return;
  }
  seen_[path] = true;
  if (index_.paths[path].root == RootKind::kGlobal) {
    looked_at_.insert(path);
  }
  for (const facts::PathElement& element : index_.paths[path].elements) {
    if (element.kind == facts::ElementKind::kField) {
      looked_at_members_.insert(element.name);
    }
  }
}

std::string Sequences::place(FunctionId function, facts::PathId unit_path) const {
  PathId path = unit_path == facts::kNone ? link::kNoPath : index_.path(index_.functions[function], unit_path);
  return path == link::kNoPath ? "" : place_of(function, path);
}

std::string Sequences::place_of(FunctionId function, PathId path) const {
  std::string place = program_.tasks->order().place_name(path);
  const facts::AccessPath& whole = index_.paths[path];
  const bool is_local = whole.root == RootKind::kLocal || whole.root == RootKind::kParameter;
  return place.empty() && is_local ? index_.functions[function].facts->symbol + "$" + whole.name : place;
}

bool Sequences::is_only_written(PathId path) const {
  const facts::AccessPath& whole = index_.paths[path];
  if (index_.has_main && !whole.elements.empty() && whole.elements.back().kind == facts::ElementKind::kField) {
    return !looked_at_members_.contains(whole.elements.back().name);
  }
  auto state = whole.root == RootKind::kGlobal ? index_.state_by_symbol.find(whole.name) : index_.state_by_symbol.end();
  if (state == index_.state_by_symbol.end()) {
    return false;
  }
  const facts::StateObject& object = index_.states[state->second].facts;
  // What a pointer leads to is looked at under a path that leads through it; the pointer alone tells nothing.
  return (object.is_internal || object.storage == facts::Storage::kStaticLocal) &&
         std::none_of(looked_at_.begin(), looked_at_.end(),
                      [&](PathId other) { return index_.paths.has_prefix(other, path); });
}

} // namespace paraudit::checks
