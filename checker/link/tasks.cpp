#include "checker/link/tasks.h"

#include "checker/link/block_rates.h"
#include "checker/link/components.h"
#include "checker/link/effects.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>

namespace paraudit::link {
namespace {

using facts::Event;
using facts::EventId;
using facts::EventKind;
using facts::RootKind;

// Constructs that run each callable that they get once.
bool runs_once(const std::string& construct) {
  constexpr std::array<std::string_view, 9> kOnce = {"thread", "async", "pthread_create", "spawn",      "join",
                                                     "invoke", "run",   "enqueue",        "thrd_create"};
  return construct.find("parallel_for") == std::string::npos && construct.find("par_") == std::string::npos &&
         std::any_of(kOnce.begin(), kOnce.end(),
                     [&](std::string_view word) { return construct.find(word) != std::string::npos; });
}

} // namespace

Tasks::Tasks(const ProgramIndex& index, const CallGraph& graph, const Summaries& summaries)
    : index_(index), graph_(graph), order_(index, graph) {
  const HandOvers hand_overs(index, graph, summaries);
  std::vector<FunctionId> roots;
  for (const Start& start : hand_overs.starts()) {
    roots.push_back(start.starter);
    if (FunctionId function = graph.callable_target(start.starter, *start.callable).function; function != kNoId) {
      roots.push_back(function);
    }
  }
  for (FunctionId function = 0; function < index.functions.size(); ++function) {
    for (const auto& [event, callee] : graph.dispatches(function)) {
      roots.push_back(callee);
    }
  }
  touches_ = std::make_unique<Touches>(index, graph, summaries, roots);
  signals_ = std::make_unique<Signals>(index, graph, *touches_, order_);
  for (const Start& start : hand_overs.starts()) {
    started_.push_back(describe(start));
    add(start);
  }
}

std::string Tasks::construct_of(const Start& start) const {
  const Function& starter = index_.functions[start.starter];
  const Event& event = starter.facts->events[start.event];
  if (event.kind == EventKind::kDispatch) {
    return event.text;
  }
  const FunctionId callee = event.callee.empty() ? kNoId : index_.function(event.callee);
  return callee == kNoId ? started_[start.carrier].construct : index_.functions[callee].facts->name;
}

// Of what is handed over: each call of a function that starts threads has threads of its own, and may wait for them; a
// queue's tasks run at once where several threads take them.
Task Tasks::describe(const Start& start) const {
  Task task;
  task.starter = start.starter;
  task.callable = start.callable;
  task.event = start.event;
  task.carrier = start.carrier;
  task.construct = construct_of(start);
  task.function = graph_.callable_target(start.starter, *start.callable).function;
  bool is_run_by_many = !runs_once(task.construct);
  if (start.carrier == Start::kNone) {
    task.waits = index_.functions[start.starter].facts->events[start.event].is_synchronous;
  } else {
    const Task& carrier = started_[start.carrier];
    const bool is_called = !start.is_kept && start.starter != carrier.starter;
    task.waits = is_called && (carrier.waits || !until_join(carrier).reaches_exit);
    task.is_apart = start.is_kept ? carrier.many : carrier.is_apart;
    is_run_by_many = carrier.many && !start.is_one_of_many;
    task.is_in_graph = start.is_in_graph;
  }
  task.many =
      is_run_by_many ||
      (task.is_apart && repeated_events(*index_.functions[start.starter].facts)[start.event] && comes_round(task));
  return task;
}

void Tasks::add(const Start& start) {
  const Target target = graph_.callable_target(start.starter, *start.callable);
  if (target.function == kNoId || !index_.functions[target.function].has_body) {
    return;
  }
  Task task = started_.back();
  auto known = std::find_if(tasks_.begin(), tasks_.end(), [&](const Task& other) {
    return other.starter == task.starter && other.event == task.event && other.function == task.function;
  });
  if (known != tasks_.end()) {
    known->many |= task.many;
    return;
  }
  std::vector<Touch> own;
  for (const Touch& inner : touches_->of(target.function).touches) {
    std::optional<Touch> touch = touches_->through(start.starter, start.event, target, inner);
    if (!touch) {
      continue;
    }
    const bool is_task_s_own = is_own(task, *start.callable, inner, *touch);
    (is_task_s_own ? own_ : shared_).insert({touch->function, touch->event});
    (is_task_s_own ? own : task.touches).push_back(std::move(*touch));
  }
  share_with_neighbours(own, task);
  if (task.carrier == Start::kNone && until_join(task).reaches_exit) {
    task.thread = order_.describe(task.starter, task.event, task.function);
  }
  tasks_.push_back(std::move(task));
}

// `v[i] = v[i - 1] + ...`: the element that is this task's own another looks at.
void Tasks::share_with_neighbours(const std::vector<Touch>& own, Task& task) {
  const std::vector<Touch> others = task.touches;
  for (const Touch& touch : own) {
    const bool is_read_beside = std::any_of(others.begin(), others.end(), [&](const Touch& other) {
      return reads_beside(other) && index_.paths.same_object(touch.path, other.path) && other.method.empty() &&
             !signals_->meet_between(task, touch, other);
    });
    if (touch.is_write() && is_read_beside) {
      shared_.insert({touch.function, touch.event});
      task.touches.push_back(touch);
    }
  }
}

bool Tasks::reads_beside(const Touch& touch) const {
  return touch.kind == TouchKind::kRead && touch.path != kNoPath &&
         std::any_of(touch.selection.begin(), touch.selection.end(),
                     [&](PathId by) { return index_.paths[by].name == facts::kNeighbourIndex; });
}

bool Tasks::is_own(const Task& task, const facts::Callable& callable, const Touch& inner, const Touch& touch) const {
  if (inner.path == kNoPath || reads_beside(inner)) {
    return false;
  }
  auto is_item = [&](PathId path) {
    const facts::AccessPath& formal = index_.paths[path];
    return (formal.root == RootKind::kParameter && formal.index >= callable.bound.size()) ||
           (formal.root == RootKind::kUnknown && formal.name == facts::kClaimedIndex);
  };
  if (is_item(inner.path) || std::any_of(inner.selection.begin(), inner.selection.end(), is_item)) {
    return true;
  }
  const facts::AccessPath& path = index_.paths[inner.path];
  bool has_deref = std::any_of(path.elements.begin(), path.elements.end(), [](const facts::PathElement& element) {
    return element.kind == facts::ElementKind::kDeref;
  });
  const std::vector<facts::Actual>& given = path.root == RootKind::kCapture ? callable.captures : callable.bound;
  bool is_given = path.root == RootKind::kCapture || path.root == RootKind::kParameter;
  const facts::Actual* actual = is_given && path.index < given.size() ? &given[path.index] : nullptr;
  if (actual != nullptr && !actual->by_reference && !has_deref) {
    return true; // a copy
  }
  if (path.root == RootKind::kThis && callable.receiver.path != facts::kNone && !callable.receiver.by_reference &&
      !has_deref) {
    return true; // `[*this]`, a functor that the thread has a copy of
  }
  if (actual != nullptr && actual->hands_over && path.elements.front().kind == facts::ElementKind::kDeref &&
      shape_of(index_, inner.path).derefs == 1) {
    return true; // an object whose only owner it has become
  }
  return is_selected_in_loop(task, touch);
}

// Each iteration starts its task on another element, or on an object of its own.
bool Tasks::is_selected_in_loop(const Task& task, const Touch& touch) const {
  const Function& starter = index_.functions[task.starter];
  for (const facts::Loop& loop : starter.facts->loops) {
    if (!holds_event(index_, starter, loop, task.event)) {
      continue;
    }
    auto is_inner = [&](PathId path) {
      return std::any_of(loop.inner.begin(), loop.inner.end(), [&](PathId inner) {
        PathId local = index_.path(starter, inner);
        return index_.paths.has_prefix(path, local);
      });
    };
    if (is_inner(touch.path) || std::any_of(touch.selection.begin(), touch.selection.end(), is_inner)) {
      return true;
    }
  }
  return false;
}

// Whether what two at a time touch is one object: not so where they pick elements by different numbers. Who gives tasks
// different numbers has divided the work.
bool Tasks::may_be_same(const Touch& a, const Touch& b) const {
  if (b.path == kNoPath || !index_.paths.same_object(a.path, b.path)) {
    return false;
  }
  auto is_element = [&](PathId path) {
    const std::vector<facts::PathElement>& elements = index_.paths[path].elements;
    return std::any_of(elements.begin(), elements.end(),
                       [](const facts::PathElement& element) { return element.kind == facts::ElementKind::kIndex; });
  };
  // `out.size()`, and `out.at(0)` before the element is looked at.
  auto asks_container = [&](const Touch& asked, const Touch& element) {
    return asked.kind == TouchKind::kRead && !asked.method.empty() && is_element(element.path) &&
           index_.paths[asked.path].elements.size() < index_.paths[element.path].elements.size();
  };
  if (asks_container(a, b) || asks_container(b, a)) {
    return false;
  }
  auto picked_by = [](const Touch& touch) { return std::set<PathId>(touch.selection.begin(), touch.selection.end()); };
  return !is_element(a.path) || !is_element(b.path) || picked_by(a) == picked_by(b);
}

// What the starter does from the construct until it has waited for the task, or for the signal that the task gives
// after `touch`, if it is given.
EventsBehind Tasks::until_join(const Task& task, const Touch* touch) const {
  if (task.waits) {
    return {};
  }
  const Function& starter = index_.functions[task.starter];
  auto ends = [&](EventId event) {
    return waits_for(task, event) || (touch != nullptr && signals_->is_signalled(task, *touch, event));
  };
  return events_behind(*starter.facts, task.event, ends, heads_of_ending_loops(index_, starter, task.event, ends));
}

// Whether an event of the starter waits for the task. How somebody waits for what he has handed over is not known: any
// wait counts, and so does a look at an atomic.
bool Tasks::waits_for(const Task& task, EventId at) const {
  const Function& starter = index_.functions[task.starter];
  const std::vector<Event>& events = starter.facts->events;
  const Event& event = events[at];
  if (task.carrier != Start::kNone) {
    return is_wait(event) || (event.callee != events[task.event].callee && order_.waits_at(task.starter, at));
  }
  const PathId handle = index_.path(starter, events[task.event].path);
  const bool waits = event.kind == EventKind::kJoin ||
                     (event.kind == EventKind::kBlocking && (event.text == "future-wait" || event.text == "task-wait"));
  const PathId object = waits ? index_.path(starter, event.path) : kNoPath;
  return waits && (object == kNoPath || handle == kNoPath || index_.paths.overlaps(object, handle) ||
                   event.text == "task-wait" || index_.paths[handle].root == RootKind::kTemporary);
}

// Whether the starter comes by the construct again without having waited.
bool Tasks::comes_round(const Task& task) const {
  const std::vector<EventId> after = until_join(task).events;
  return std::find(after.begin(), after.end(), task.event) != after.end();
}

bool Tasks::may_meet(const Task& task, const Task& other) const {
  if (task.starter != other.starter || &task == &other) {
    return false;
  }
  if (task.event == other.event) {
    return may_meet_in_one_call(task, other);
  }
  if (task.carrier != Start::kNone && task.carrier == other.carrier && (!task.is_apart || task.is_in_graph)) {
    return false; // one thread runs both, or the edges tell the order
  }
  std::vector<EventId> after = until_join(task).events;
  std::vector<EventId> after_other = until_join(other).events;
  return std::find(after.begin(), after.end(), other.event) != after.end() ||
         std::find(after_other.begin(), after_other.end(), task.event) != after_other.end();
}

// What one call is given: to one task, which runs them one after the other, or to several.
bool Tasks::may_meet_in_one_call(const Task& task, const Task& other) const {
  if (task.carrier == Start::kNone || other.carrier == Start::kNone) {
    return true;
  }
  return task.carrier != other.carrier && may_meet(started_[task.carrier], started_[other.carrier]);
}

std::optional<Partner> Tasks::starter_use(const Task& task, const Touch& touch) const {
  for (EventId event : until_join(task, &touch).events) {
    for (const Touch& theirs : touches_->at(task.starter, event)) {
      if (!theirs.is_atomic && may_be_same(touch, theirs)) {
        return Partner{Partner::Kind::kStarter, {theirs.function, theirs.event}, theirs.hop};
      }
    }
  }
  return std::nullopt;
}

bool Tasks::has_parallel_task(const Task& task, const Touch& touch) const {
  return parallel_use(task, touch, /*by_change=*/false).has_value();
}

bool Tasks::has_parallel_change(const Task& task, const Touch& touch) const {
  return parallel_use(task, touch, /*by_change=*/true).has_value();
}

std::optional<Partner> Tasks::parallel_use(const Task& task, const Touch& touch, bool by_change) const {
  const EventId election = signals_->election(task, touch);
  if (task.many && election == facts::kNone) {
    return Partner();
  }
  for (const Task& other : tasks_) {
    const bool is_elected_from = other.function == task.function && election != facts::kNone;
    const auto theirs = std::find_if(other.touches.begin(), other.touches.end(), [&](const Touch& their) {
      return (their.is_write() || !by_change) && may_be_same(touch, their) &&
             !(is_elected_from && signals_->comes_first(other, their, election)) &&
             !signals_->orders(task, touch, other, their) && !signals_->orders(other, their, task, touch);
    });
    if (theirs != other.touches.end() && (may_meet(task, other) || (task.many && &task == &other))) {
      return Partner{Partner::Kind::kOtherTask, {theirs->function, theirs->event}, theirs->hop};
    }
  }
  return std::nullopt;
}

// `invoke(a, b)`: what the function that started a thread for one thing that it was given runs itself meanwhile.
std::optional<Partner> Tasks::carrier_use(const Task& task, const Touch& touch) const {
  if (task.carrier == Start::kNone) {
    return std::nullopt;
  }
  const Task& carrier = started_[task.carrier];
  const std::vector<Event>& events = index_.functions[carrier.starter].facts->events;
  const std::span<const FunctionId> called = graph_.named_functions(task.starter, task.event);
  if (std::find(called.begin(), called.end(), carrier.starter) == called.end()) {
    return std::nullopt;
  }
  for (const EventId event : until_join(carrier).events) {
    const PathId object = index_.path(index_.functions[carrier.starter], events[event].path);
    for (const facts::Callable& other : index_.functions[task.starter].facts->events[task.event].callables) {
      const bool is_run = events[event].kind == EventKind::kCall && object != kNoPath &&
                          index_.paths[object].root == RootKind::kParameter &&
                          index_.paths[object].index == other.parameter && other.parameter != task.callable->parameter;
      const Target target = is_run ? graph_.callable_target(task.starter, other) : Target();
      if (const auto use = target.function == kNoId ? std::nullopt : same_use(task, touch, target)) {
        return use;
      }
    }
  }
  return std::nullopt;
}

std::optional<Partner> Tasks::same_use(const Task& task, const Touch& touch, const Target& other) const {
  for (const Touch& inner : touches_->of(other.function).touches) {
    const std::optional<Touch> theirs = touches_->through(task.starter, task.event, other, inner);
    if (theirs && !theirs->is_atomic && may_be_same(touch, *theirs)) {
      return Partner{Partner::Kind::kOtherTask, {theirs->function, theirs->event}, theirs->hop};
    }
  }
  return std::nullopt;
}

std::optional<Partner> Tasks::partner(const Task& task, const Touch& touch) const {
  std::optional<Partner> partner = parallel_use(task, touch, /*by_change=*/false);
  if (!partner) {
    partner = starter_use(task, touch);
  }
  if (!partner) {
    partner = carrier_use(task, touch);
  }
  if (!partner && outlives_starter(task, touch)) {
    if (const auto use = order_.use_beside(*task.thread, touch.path)) {
      partner = Partner{Partner::Kind::kElsewhere, *use};
    }
  }
  return partner;
}

// An object that outlives the function that started the task, which nobody has waited for there: who else uses it?
// What the starter was given to start is handed over; what lies behind several pointers is another object's affair.
bool Tasks::outlives_starter(const Task& task, const Touch& touch) const {
  const facts::AccessPath& path = index_.paths[touch.path];
  auto is_deref = [](const facts::PathElement& element) { return element.kind == facts::ElementKind::kDeref; };
  bool is_far = std::count_if(path.elements.begin(), path.elements.end(), is_deref) > 1;
  return task.thread.has_value() && !is_far && path.root != RootKind::kLocal && path.root != RootKind::kTemporary &&
         path.root != RootKind::kParameter && until_join(task, &touch).reaches_exit;
}

std::optional<Use> Tasks::write_beside(const Task& task, const Touch& read) const {
  if (task.waits || task.carrier != Start::kNone || signals_->is_ordered_before(task, read)) {
    return std::nullopt;
  }
  for (const EventId event : until_join(task, &read).events) {
    for (const Touch& theirs : touches_->at(task.starter, event)) {
      if (theirs.is_write() && !theirs.is_atomic && !theirs.is_synchronised && theirs.held.empty() &&
          !theirs.may_be_guarded && theirs.access != facts::AccessKind::kAddressTaken && may_be_same(read, theirs)) {
        return Use{theirs.function, theirs.event};
      }
    }
  }
  return outlives_starter(task, read) ? order_.write_beside(*task.thread, read.path) : std::nullopt;
}

} // namespace paraudit::link
