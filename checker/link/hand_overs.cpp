#include "checker/link/hand_overs.h"

#include <algorithm>

namespace paraudit::link {

using facts::CalleeKind;
using facts::Event;
using facts::EventId;
using facts::EventKind;
using facts::RootKind;

HandOvers::HandOvers(const ProgramIndex& index, const CallGraph& graph, const Summaries& summaries)
    : index_(index), graph_(graph), summaries_(summaries) {
  for (FunctionId function = 0; function < index.functions.size(); ++function) {
    const std::vector<Event>& events = index.functions[function].facts->events;
    for (EventId event = 0; index.functions[function].has_body && event < events.size(); ++event) {
      if (events[event].kind == EventKind::kDispatch && events[event].held != facts::kNone) {
        for (const facts::Callable& callable : events[event].callables) {
          starts_.push_back({function, event, &callable});
        }
      }
    }
  }
  for (size_t i = 0; i < starts_.size(); ++i) {
    const Start& start = starts_[i];
    if (start.callable->symbol.empty() ||
        followed_.insert({start.starter, start.event, start.callable->symbol}).second) {
      follow(i);
    }
  }
}

void HandOvers::follow(size_t start) {
  start_ = starts_[start];
  runs_ = kNoId;
  reached_.clear();
  reached_at_.clear();
  seen_.clear();
  handed_over_.clear();
  if (start_.callable->path != facts::kNone) {
    begin(start_.starter, start_.callable->path, false);
  } else {
    Target target = graph_.callable_target(start_.starter, *start_.callable);
    runs_ = target.function;
    add_reached(target.function, std::move(target.substitution), Start::kNone);
  }
  for (size_t i = 0; i < reached_.size(); ++i) {
    visit(i);
  }
  while (!work_.empty()) {
    const Way way = work_.back();
    work_.pop_back();
    go_back(way);
    for (const StoredCallables::Given& given : graph_.stored().given(way.at)) {
      if (!way.is_on_thread && (may_be_fed_by_any(way.at) || given.function == start_.starter)) {
        hand_over(start, way, given);
      }
    }
  }
}

// What runs on the thread has callers elsewhere, too, and they start nothing.
bool HandOvers::may_be_fed_by_any(StoredCallables::Place at) const {
  return !graph_.stored().is_parameter(at) || graph_.stored().function_of(at) != runs_;
}

void HandOvers::add_reached(FunctionId function, Substitution call, size_t caller) {
  const uint32_t length = caller == Start::kNone ? 0 : reached_[caller].length + 1;
  if (function != kNoId && index_.functions[function].has_body && length <= kMaxChain &&
      reached_at_.try_emplace(function, reached_.size()).second) {
    reached_.push_back({function, std::move(call), caller, length});
  }
}

bool HandOvers::is_serial(FunctionId function, EventId event) const {
  const std::vector<HeldLock>& held = summaries_.held_at(function, event);
  return std::any_of(held.begin(), held.end(), [](const HeldLock& lock) { return lock.must; });
}

void HandOvers::visit(size_t reached) {
  const FunctionId id = reached_[reached].function;
  const std::vector<Event>& events = index_.functions[id].facts->events;
  for (EventId at = 0; at < events.size(); ++at) {
    const Event& event = events[at];
    if (event.kind != EventKind::kCall || event.held == facts::kNone || is_serial(id, at)) {
      continue;
    }
    if (event.path != facts::kNone && event.callee_kind != CalleeKind::kVirtual) {
      begin(id, event.path, true);
      continue;
    }
    for (const facts::Callable& callable : event.callables) {
      if (event.callee_kind == CalleeKind::kCallable && callable.path != facts::kNone) {
        begin(id, callable.path, true);
      } else if (event.callee_kind == CalleeKind::kCallable) {
        Target target = graph_.callable_target(id, callable);
        add_reached(target.function, std::move(target.substitution), reached);
      }
    }
    for (Target& target : graph_.named_targets(id, at)) {
      add_reached(target.function, std::move(target.substitution), reached);
    }
  }
}

void HandOvers::begin(FunctionId function, PathId unit_path, bool is_on_thread) {
  const PathId path = index_.path(index_.functions[function], unit_path);
  Way way;
  way.at = graph_.stored().find(function, path);
  way.is_on_thread = is_on_thread;
  if (way.at != kNoId) {
    enter(way, function, path);
  }
}

void HandOvers::enter(Way way, FunctionId function, PathId path) {
  const StoredCallables& stored = graph_.stored();
  if (stored.is_kept(way.at)) {
    if (!is_of_start(function, path)) {
      return;
    }
    way.is_kept = true;
    way.is_on_thread = false;
  } else if (stored.function_of(way.at) == runs_) {
    const bool is_given = stored.is_parameter(way.at) || index_.paths[path].root == RootKind::kCapture;
    way.is_on_thread = way.is_on_thread && !is_given;
  }
  way.is_one_of_many |= stored.holds_several(way.at);
  way.is_in_graph |= stored.is_in_graph(way.at);
  if (seen_.insert(way).second) {
    work_.push_back(way);
  }
}

void HandOvers::go_back(const Way& way) {
  const StoredCallables& stored = graph_.stored();
  for (const StoredCallables::Source& source : stored.sources(way.at)) {
    Way next = way;
    const bool is_fed_on_thread = reached_at_.contains(source.function);
    if (way.is_on_thread && !is_fed_on_thread) {
      if (stored.is_parameter(way.at)) {
        continue; // another caller of what runs here, too
      }
      next.is_on_thread = false;
    }
    if (!may_be_fed_by_any(way.at) && source.function != start_.starter) {
      continue;
    }
    next.at = source.from;
    if (next.function != source.function) {
      next.function = source.function;
      next.event = source.event;
    }
    enter(next, source.function, source.path);
  }
}

// A place in a variable of the function that starts is given on when the variable is.
void HandOvers::hand_over(size_t carrier, const Way& way, const StoredCallables::Given& given) {
  if (given.event == start_.event && given.function == start_.starter) {
    return;
  }
  const bool is_of_variable = !graph_.stored().is_kept(way.at) && !graph_.stored().is_parameter(way.at);
  Start start{given.function, given.event, given.callable, carrier, way.is_kept, way.is_one_of_many, way.is_in_graph};
  if (is_of_variable && !way.is_one_of_many && way.function == given.function) {
    start.event = way.event;
  }
  if (handed_over_.insert(given.callable).second) {
    starts_.push_back(start);
  }
}

// Whether a member is one of the object that the thread was started on, or of a static one; containers are shared.
bool HandOvers::is_of_start(FunctionId function, PathId path) const {
  auto reached = reached_at_.find(function);
  if (path == kNoPath || reached == reached_at_.end()) {
    return true;
  }
  const std::vector<facts::PathElement>& elements = index_.paths[path].elements;
  if (!elements.empty() && elements.back().kind == facts::ElementKind::kIndex) {
    return true;
  }
  const RootKind root = index_.paths[lifted(reached->second, path)].root;
  return root == RootKind::kThis || root == RootKind::kGlobal;
}

// In the frame of the starter.
PathId HandOvers::lifted(size_t reached, PathId path) const {
  for (size_t at = reached; at != Start::kNone; at = reached_[at].caller) {
    path = index_.paths.substitute(path, reached_[at].call);
  }
  return path;
}

} // namespace paraudit::link
