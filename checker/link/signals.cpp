#include "checker/link/signals.h"

#include "checker/link/block_rates.h"
#include "checker/link/effects.h"
#include "checker/link/flow_order.h"

#include <algorithm>

namespace paraudit::link {

using facts::BlockId;
using facts::Event;
using facts::EventId;
using facts::EventKind;
using facts::RootKind;

namespace {

constexpr const char* kBarrierWait = "barrier-wait";

// Where in the task's own body it is; kNone for what the starter does in its name.
EventId place_in_body(const Touch& touch) {
  return touch.hop->next == nullptr ? facts::kNone : touch.hop->next->event;
}

bool is_result(const Touch& touch) {
  return touch.method == "set_value" || touch.method == "set_exception";
}

// By event: the block that the innermost loop that it is in begins with.
std::vector<BlockId> loops_of(const facts::FunctionFacts& function) {
  std::vector<BlockId> loops(function.events.size(), facts::kNone);
  const std::vector<BlockRate> rates = block_rates(function);
  for (BlockId block = 0; block < rates.size(); ++block) {
    const facts::Block& span = function.blocks[block];
    std::fill_n(loops.begin() + span.first, span.count, rates[block].header);
  }
  return loops;
}

} // namespace

bool Signals::is_signalled(const Task& task, const Touch& touch, EventId at) const {
  const Function& starter = index_.functions[task.starter];
  const Event& event = starter.facts->events[at];
  const bool is_call = order_.waits_at(task.starter, at);
  if (!(is_wait(event) || is_call) || event.kind == EventKind::kJoin || place_in_body(touch) == facts::kNone) {
    return false;
  }
  Wait wait{at, {index_.path(starter, event.path)}, event.text == "future-wait", /*on_end=*/false, is_call};
  for (const Touch& tested : runs_callees(event.kind) ? touches_.at(task.starter, at) : std::vector<Touch>()) {
    wait.looked_at.push_back(tested.path);
  }
  return is_answered(task, touch, wait);
}

bool Signals::is_answered(const Task& task, const Touch& touch, const Wait& wait) const {
  const std::optional<bool> is_after = signals_after(task, touch, wait);
  return is_after ? *is_after : !wait.in_call && is_given(task, wait.looked_at.front());
}

// Whether the signal that the task gives is behind what it touches; nothing where it is not seen to give one.
std::optional<bool> Signals::signals_after(const Task& task, const Touch& touch, const Wait& wait) const {
  const Target target = graph_.callable_target(task.starter, *task.callable);
  const Function& body = index_.functions[task.function];
  const EventId at = place_in_body(touch);
  auto is_behind = [&](EventId event) { return event == at || comes_before(*body.facts, at, event); };
  std::optional<bool> is_after;
  for (const Touch& inner : touches_.of(task.function).touches) {
    const std::optional<Touch> signal = touches_.through(task.starter, task.event, target, inner);
    const bool is_looked_at =
        signal && std::any_of(wait.looked_at.begin(), wait.looked_at.end(), [&](PathId path) {
          return path != kNoPath && signal->path != kNoPath && index_.paths.same_object(path, signal->path);
        });
    if ((is_looked_at && inner.is_write()) || (wait.on_result && is_result(inner))) {
      is_after = is_after.value_or(false) || is_behind(inner.hop->event);
    }
  }
  for (EventId id = 0; id < body.facts->events.size(); ++id) {
    const Event& event = body.facts->events[id];
    const PathId object =
        event.kind == EventKind::kBlocking && event.text == kBarrierWait ? index_.path(body, event.path) : kNoPath;
    const PathId barrier = object == kNoPath ? kNoPath : index_.paths.substitute(object, target.substitution);
    if (barrier != kNoPath && barrier == wait.looked_at.front()) {
      is_after = is_after.value_or(false) || is_behind(id);
    }
  }
  return is_after;
}

// The task's end is what `thread.join()` and, of what std::async returned, `get()` wait for. A future that was moved
// into the task that waits is not followed: it may be that of any task that was started before.
bool Signals::ends(const Task& giver, const Task& taker, const Wait& wait) const {
  const Function& starter = index_.functions[giver.starter];
  const PathId handle = index_.path(starter, starter.facts->events[giver.event].path);
  const PathId object = wait.looked_at.front();
  const bool is_known = object != kNoPath && index_.paths[object].root != RootKind::kTemporary;
  return (wait.on_end || wait.on_result) && handle != kNoPath &&
         (is_known ? index_.paths.overlaps(object, handle)
                   : wait.on_result && giver.starter == taker.starter && giver.event < taker.event);
}

// Whether the task can reach an object, by what it was given.
bool Signals::is_given(const Task& task, PathId object) const {
  if (object == kNoPath) {
    return false;
  }
  std::vector<facts::Actual> given = task.callable->captures;
  given.insert(given.end(), task.callable->bound.begin(), task.callable->bound.end());
  given.push_back(task.callable->receiver);
  const Function& starter = index_.functions[task.starter];
  return index_.paths[object].root == RootKind::kGlobal ||
         std::any_of(given.begin(), given.end(), [&](const facts::Actual& actual) {
           const PathId path = actual.by_reference ? index_.path(starter, actual.path) : kNoPath;
           return path != kNoPath && index_.paths.overlaps(path, object);
         });
}

// What the task's own body waits for before an event. A wait in a loop looks at what the loop reads:
// `while (!is_ready) changed.wait(lock)`.
std::vector<Signals::Wait> Signals::waits(const Task& task, EventId before) const {
  const Function& body = index_.functions[task.function];
  const Target target = graph_.callable_target(task.starter, *task.callable);
  std::vector<Wait> waits;
  const std::vector<BlockId> loops = loops_of(*body.facts);
  for (EventId id = 0; id < body.facts->events.size(); ++id) {
    const Event& event = body.facts->events[id];
    const bool is_call = order_.waits_at(task.function, id);
    if ((is_wait(event) || is_call) && comes_before(*body.facts, id, before)) {
      const PathId object = index_.path(body, event.path);
      const PathId seen = object == kNoPath ? kNoPath : index_.paths.substitute(object, target.substitution);
      waits.push_back({id, {seen}, event.text == "future-wait", event.kind == EventKind::kJoin, is_call});
    }
  }
  auto is_looked_at = [&](EventId wait, EventId read) {
    return read == wait || (loops[wait] != facts::kNone && loops[wait] == loops[read]);
  };
  for (const Touch& inner : waits.empty() ? std::vector<Touch>() : touches_.of(task.function).touches) {
    for (Wait& wait : waits) {
      if (inner.path != kNoPath && !inner.is_write() && is_looked_at(wait.event, inner.hop->event)) {
        wait.looked_at.push_back(index_.paths.substitute(inner.path, target.substitution));
      }
    }
  }
  return waits;
}

bool Signals::orders(const Task& giver, const Touch& given, const Task& taker, const Touch& taken) const {
  const EventId before = place_in_body(taken);
  if (before == facts::kNone || place_in_body(given) == facts::kNone) {
    return false;
  }
  const std::vector<Wait> all = waits(taker, before);
  return std::any_of(all.begin(), all.end(), [&](const Wait& wait) {
    return ends(giver, taker, wait) || (!wait.on_end && is_answered(giver, given, wait));
  });
}

bool Signals::meet_between(const Task& task, const Touch& a, const Touch& b) const {
  EventId first = place_in_body(a), last = place_in_body(b);
  if (first == facts::kNone || last == facts::kNone) {
    return false;
  }
  const facts::FunctionFacts& body = *index_.functions[task.function].facts;
  if (comes_before(body, last, first)) {
    std::swap(first, last);
  }
  const std::vector<BlockId> loops = loops_of(body);
  const bool is_in_loop = loops[first] != facts::kNone && loops[first] == loops[last];
  bool meets = false, meets_again = !is_in_loop;
  for (EventId id = 0; id < body.events.size(); ++id) {
    if (body.events[id].text == kBarrierWait || order_.waits_at(task.function, id)) {
      const bool is_between = comes_before(body, first, id) && comes_before(body, id, last);
      meets |= is_between;
      meets_again |= !is_between && is_in_loop && loops[id] == loops[first];
    }
  }
  return meets && meets_again;
}

bool Signals::is_ordered_before(const Task& task, const Touch& touch) const {
  const std::vector<Event>& events = index_.functions[task.function].facts->events;
  const EventId at = place_in_body(touch);
  for (EventId event = 0; at != facts::kNone && event < events.size(); ++event) {
    if ((is_wait(events[event]) || events[event].kind == EventKind::kAcquire ||
         order_.waits_at(task.function, event)) &&
        comes_before(*index_.functions[task.function].facts, event, at)) {
      return true;
    }
  }
  return false;
}

// Behind a branch that an atomic decides in the step that changes it, on one side of it, and not in a loop with it.
EventId Signals::election(const Task& task, const Touch& touch) const {
  const facts::FunctionFacts& body = *index_.functions[task.function].facts;
  const EventId at = place_in_body(touch);
  const BlockId there = at == facts::kNone ? facts::kNone : block_of(body, at);
  const std::vector<bool> none(body.blocks.size());
  for (EventId id = 0; there != facts::kNone && id < body.events.size(); ++id) {
    const Event& event = body.events[id];
    const BlockId block = event.is_atomic && event.access == facts::AccessKind::kReadWrite && event.in_condition
                              ? block_of(body, id)
                              : facts::kNone;
    if (block == facts::kNone || body.blocks[block].successors.size() != 2) {
      continue;
    }
    const std::vector<BlockId>& successors = body.blocks[block].successors;
    const std::vector<bool> first = reached_from(body, successors[0], none);
    const std::vector<bool> second = reached_from(body, successors[1], none);
    const bool comes_round = first[block] || second[block];
    if (!comes_round && first[there] != second[there]) {
      return id;
    }
  }
  return facts::kNone;
}

bool Signals::comes_first(const Task& task, const Touch& touch, EventId elects) const {
  const EventId at = place_in_body(touch);
  return (at != facts::kNone && comes_before(*index_.functions[task.function].facts, at, elects)) ||
         election(task, touch) == elects;
}

} // namespace paraudit::link
