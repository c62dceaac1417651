#include "checker/link/thread_order.h"

#include "checker/link/block_rates.h"
#include "checker/link/effects.h"
#include "checker/link/flow_order.h"

#include <algorithm>

namespace paraudit::link {

using facts::Event;
using facts::EventId;
using facts::EventKind;

namespace {

constexpr int kMaxCallers = 4;

bool contains(const std::vector<EventId>& events, EventId event) {
  return std::find(events.begin(), events.end(), event) != events.end();
}

} // namespace

bool is_wait(const Event& event) {
  return event.kind == EventKind::kJoin || event.kind == EventKind::kWait ||
         (event.kind == EventKind::kBlocking && event.text.ends_with("wait") && event.text != "process-wait") ||
         (event.kind == EventKind::kAccess && event.is_atomic && event.in_condition);
}

EventsBehind events_behind(const facts::FunctionFacts& function, EventId from, const std::function<bool(EventId)>& ends,
                           std::vector<bool> closed_blocks) {
  const std::vector<facts::Block>& blocks = function.blocks;
  EventsBehind found;
  std::vector<bool> seen = std::move(closed_blocks);
  seen.resize(blocks.size());
  std::vector<std::pair<facts::BlockId, EventId>> work;
  if (const facts::BlockId block = block_of(function, from); block != facts::kNone) {
    work.emplace_back(block, from + 1);
  }
  while (!work.empty()) {
    const auto [block, begin] = work.back();
    work.pop_back();
    bool is_ended = false;
    for (EventId event = begin; event < blocks[block].first + blocks[block].count && !is_ended; ++event) {
      is_ended = ends(event);
      found.events.push_back(event);
    }
    found.reaches_exit |= block == function.exit && !is_ended;
    for (const facts::BlockId next : blocks[block].successors) {
      if (!is_ended && next != facts::kNone && !seen[next]) {
        seen[next] = true;
        work.emplace_back(next, blocks[next].first);
      }
    }
  }
  return found;
}

bool holds_event(const ProgramIndex& index, const Function& function, const facts::Loop& loop, EventId event) {
  const facts::Location& where = function.facts->events[event].where;
  const facts::Location& head = loop.where;
  bool same_file = where.file == head.file || index.site(function, where).file == index.site(function, head).file;
  auto at = std::pair(where.line, where.column);
  return same_file && std::pair(loop.begin_line, loop.begin_column) <= at &&
         at <= std::pair(loop.end_line, loop.end_column);
}

std::vector<bool> heads_of_ending_loops(const ProgramIndex& index, const Function& function, EventId from,
                                        const std::function<bool(EventId)>& ends) {
  const std::vector<facts::Block>& blocks = function.facts->blocks;
  std::vector<bool> heads(blocks.size());
  for (const facts::Loop& loop : function.facts->loops) {
    for (EventId event = 0; event < function.facts->events.size(); ++event) {
      if (!holds_event(index, function, loop, event) || holds_event(index, function, loop, from) || !ends(event)) {
        continue;
      }
      facts::BlockId block = block_of(*function.facts, event);
      for (size_t steps = 0; block != facts::kNone && steps < blocks.size(); ++steps) {
        if (blocks[block].successors.size() != 1) {
          heads[block] = true;
          break;
        }
        block = blocks[block].successors[0];
      }
    }
  }
  return heads;
}

ThreadOrder::ThreadOrder(const ProgramIndex& index, const CallGraph& graph) : index_(index), graph_(graph) {
  find_waits();
  index_accesses();
}

void ThreadOrder::find_waits() {
  waits_.resize(index_.functions.size());
  for (const std::vector<FunctionId>& component : graph_.components()) {
    bool waits = false;
    for (const FunctionId function : component) {
      const std::vector<Event>& events = index_.functions[function].facts->events;
      for (EventId event = 0; event < events.size(); ++event) {
        if (is_wait(events[event]) && events[event].kind != EventKind::kAccess) { // to look at an atomic is no waiting
          joins_.push_back({function, event});
          waits = true;
        }
      }
      for (const auto& [event, callee] : graph_.calls(function)) {
        waits |= waits_[callee];
      }
    }
    for (const FunctionId function : component) {
      waits_[function] = waits;
    }
  }
}

bool ThreadOrder::waits_at(FunctionId caller, EventId event) const {
  const auto& calls = graph_.calls(caller);
  return std::any_of(calls.begin(), calls.end(),
                     [&](const auto& call) { return call.first == event && waits_[call.second]; });
}

void ThreadOrder::index_accesses() {
  for (FunctionId id = 0; id < index_.functions.size(); ++id) {
    const Function& function = index_.functions[id];
    for (const Event& event : function.facts->events) {
      if (event.kind == EventKind::kAccess && event.path != facts::kNone) {
        accessed_by_[place_name(index_.path(function, event.path))].insert(id);
      }
    }
  }
}

std::string ThreadOrder::place_name(PathId path) const {
  const facts::AccessPath& whole = index_.paths[path];
  for (auto element = whole.elements.rbegin(); element != whole.elements.rend(); ++element) {
    if (element->kind == facts::ElementKind::kField) {
      return element->name;
    }
  }
  return whole.root == facts::RootKind::kGlobal ? whole.name : "";
}

bool ThreadOrder::is_join(const Thread& thread, FunctionId function, const Event& event) const {
  if (event.kind != EventKind::kJoin || thread.handle.empty()) {
    return is_wait(event);
  }
  const PathId object = index_.path(index_.functions[function], event.path);
  return object != kNoPath && place_name(object) == thread.handle;
}

std::vector<EventId> ThreadOrder::calls_of(FunctionId caller, const std::set<FunctionId>& functions) const {
  std::vector<EventId> events;
  for (const auto& [event, callee] : graph_.calls(caller)) {
    if (functions.contains(callee)) {
      events.push_back(event);
    }
  }
  return events;
}

std::set<FunctionId> ThreadOrder::callers_of(std::set<FunctionId> functions) const {
  std::set<FunctionId> last = functions;
  for (int round = 0; round < kMaxCallers; ++round) {
    std::set<FunctionId> next;
    for (const FunctionId function : last) {
      for (const auto& [caller, event] : graph_.callers(function)) {
        if (functions.insert(caller).second) {
          next.insert(caller);
        }
      }
    }
    last = std::move(next);
  }
  return functions;
}

// Where the thread is kept: of `thread_ = std::thread(...)` what it is assigned to.
std::string ThreadOrder::place_of_handle(const Function& function, EventId start) const {
  const std::vector<Event>& events = function.facts->events;
  const PathId made = index_.path(function, events[start].path);
  const bool is_assigned = made != kNoPath && index_.paths[made].root == facts::RootKind::kTemporary &&
                           start + 1 < events.size() && events[start + 1].kind == EventKind::kAccess &&
                           events[start + 1].text == "operator=";
  const PathId handle = is_assigned ? index_.path(function, events[start + 1].path) : made;
  return handle == kNoPath ? "" : place_name(handle);
}

Thread ThreadOrder::describe(FunctionId starter, EventId start, FunctionId entry) const {
  Thread thread;
  thread.starter = starter;
  const Function& function = index_.functions[starter];
  thread.handle = place_of_handle(function, start);
  for (const Use& join : joins_) {
    if (is_join(thread, join.function, index_.functions[join.function].facts->events[join.event])) {
      thread.joins.insert(join.function);
    }
  }
  thread.joins = callers_of(std::move(thread.joins));
  std::vector<FunctionId> work{entry};
  while (!work.empty()) {
    const FunctionId id = work.back();
    work.pop_back();
    if (thread.runs_in.insert(id).second) {
      work.insert(work.end(), graph_.callees(id).begin(), graph_.callees(id).end());
    }
  }
  thread.starts = starts_of(thread);
  return thread;
}

// Who calls the starter and returns without having waited starts the thread as well.
std::set<FunctionId> ThreadOrder::starts_of(const Thread& thread) const {
  std::set<FunctionId> starts{thread.starter};
  std::vector<FunctionId> last{thread.starter};
  for (int round = 0; round < kMaxCallers; ++round) {
    std::vector<FunctionId> next;
    for (const FunctionId id : last) {
      for (const auto& [caller, call] : graph_.callers(id)) {
        const bool is_other = id == thread.starter && starts_other(thread, caller, call);
        if (!starts.contains(caller) && !is_other && behind(thread, caller, call).reaches_exit) {
          starts.insert(caller);
          next.push_back(caller);
        }
      }
    }
    last = std::move(next);
  }
  return starts;
}

// Whether a call of the starter starts the thread of an object of another class.
bool ThreadOrder::starts_other(const Thread& thread, FunctionId caller, EventId call) const {
  const std::string& receiver = index_.functions[caller].facts->events[call].receiver_class;
  return !may_be_one_object(index_, receiver, thread.object_class);
}

std::vector<EventId> ThreadOrder::starts_in(const Thread& thread, FunctionId caller) const {
  std::vector<EventId> starts = calls_of(caller, thread.starts);
  const std::vector<EventId> of_starter = calls_of(caller, {thread.starter});
  std::erase_if(starts, [&](EventId call) { return contains(of_starter, call) && starts_other(thread, caller, call); });
  return starts;
}

// Where the place is in the starter's own object: the thread of objects of that class. `Worker::run` and `Timer::run`
// have one starter, `Thread::start`, and those who call it for a timer start no worker.
std::optional<Thread> ThreadOrder::of_object_at(const Thread& thread, PathId path) const {
  const facts::AccessPath& whole = index_.paths[path];
  const auto field = std::find_if(whole.elements.begin(), whole.elements.end(), [](const facts::PathElement& element) {
    return element.kind == facts::ElementKind::kField;
  });
  if (whole.root != facts::RootKind::kThis || field == whole.elements.end()) {
    return std::nullopt;
  }
  Thread narrowed = thread;
  narrowed.object_class = owner_of(field->name);
  narrowed.starts = starts_of(narrowed);
  return narrowed;
}

// What a function may come to while the thread that an event of it has started runs.
EventsBehind ThreadOrder::behind(const Thread& thread, FunctionId function, EventId start) const {
  const std::vector<EventId> joining = calls_of(function, thread.joins);
  auto ends = [&](EventId event) {
    return contains(joining, event) || is_join(thread, function, index_.functions[function].facts->events[event]);
  };
  return events_behind(*index_.functions[function].facts, start, ends,
                       heads_of_ending_loops(index_, index_.functions[function], start, ends));
}

// Whether a function waits for the thread before one of its events.
bool ThreadOrder::joins_first(const Thread& thread, FunctionId function, EventId before) const {
  const facts::FunctionFacts& facts = *index_.functions[function].facts;
  const std::vector<EventId> joining = calls_of(function, thread.joins);
  for (EventId event = 0; event < facts.events.size(); ++event) {
    if ((contains(joining, event) || is_join(thread, function, facts.events[event])) &&
        comes_before(facts, event, before)) {
      return true;
    }
  }
  return false;
}

// unordered: what is said where no caller's order is seen.
bool ThreadOrder::may_come_beside(const Thread& thread, FunctionId user, bool unordered, int depth) const {
  bool is_called = false;
  for (const auto& [caller, call] : graph_.callers(user)) {
    if (caller == user || thread.runs_in.contains(caller)) {
      continue;
    }
    is_called = true;
    if (may_come_beside(thread, caller, call, unordered, depth)) {
      return true;
    }
  }
  return !is_called && unordered;
}

bool ThreadOrder::may_come_beside(const Thread& thread, FunctionId caller, EventId call, bool unordered,
                                  int depth) const {
  std::vector<EventId> starts = starts_in(thread, caller);
  std::erase(starts, call);
  if (!starts.empty() || caller == thread.starter) {
    return std::any_of(starts.begin(), starts.end(),
                       [&](EventId start) { return contains(behind(thread, caller, start).events, call); });
  }
  if (joins_first(thread, caller, call)) {
    return false;
  }
  return depth == kMaxCallers ? unordered : may_come_beside(thread, caller, unordered, depth + 1);
}

std::optional<Use> ThreadOrder::use_beside(const Thread& any, PathId path) const {
  const std::optional<Thread> of_object = of_object_at(any, path);
  const Thread& thread = of_object ? *of_object : any;
  const Place place = place_of(path);
  const auto users = accessed_by_.find(place.name);
  for (const FunctionId user : users == accessed_by_.end() ? std::set<FunctionId>() : users->second) {
    if (const auto use = use_beside(thread, user, place, /*unordered=*/true)) {
      return Use{user, *use};
    }
  }
  return std::nullopt;
}

// Whether a function may use what the thread changes while it runs; the starter's own order its caller knows.
bool ThreadOrder::is_user(const Thread& thread, FunctionId function) const {
  const facts::FunctionFacts& facts = *index_.functions[function].facts;
  return function != thread.starter && !thread.runs_in.contains(function) && !facts.is_constructor &&
         !facts.is_destructor && !facts.is_initializer;
}

std::optional<Use> ThreadOrder::write_beside(const Thread& any, PathId path) const {
  const std::optional<Thread> of_object = of_object_at(any, path);
  const Thread& thread = of_object ? *of_object : any;
  const Place place = place_of(path);
  const auto users = place.name.empty() ? accessed_by_.end() : accessed_by_.find(place.name);
  for (const FunctionId user : users == accessed_by_.end() ? std::set<FunctionId>() : users->second) {
    const std::optional<EventId> write = plain_write(user, place);
    if (write && use_beside(thread, user, place, /*unordered=*/false)) {
      return Use{user, *write};
    }
  }
  return std::nullopt;
}

// The first write with no lock held, here or by a caller.
std::optional<EventId> ThreadOrder::plain_write(FunctionId function, const Place& place) const {
  const facts::FunctionFacts& facts = *index_.functions[function].facts;
  const auto& callers = graph_.callers(function);
  // What a lambda does, a thread may do that it was handed over to.
  const bool is_left_out =
      facts.is_lambda || !facts.required.empty() || std::any_of(callers.begin(), callers.end(), [&](const auto& call) {
        return index_.functions[call.first].facts->events[call.second].held != 0;
      });
  for (EventId id = 0; !is_left_out && id < facts.events.size(); ++id) {
    const Event& event = facts.events[id];
    if (is_write(event.access) && !event.is_atomic && event.held == 0 && is_at(place, function, id)) {
      return id;
    }
  }
  return std::nullopt;
}

bool ThreadOrder::is_at(const Place& place, FunctionId user, EventId event) const {
  const Function& function = index_.functions[user];
  const Event& access = function.facts->events[event];
  if (access.kind != EventKind::kAccess) {
    return false;
  }
  const Place other = place_of(index_.path(function, access.path));
  return other.name == place.name && (place.pointer.empty() || other.pointer == place.pointer);
}

ThreadOrder::Place ThreadOrder::place_of(PathId path) const {
  const std::vector<facts::PathElement>& elements = index_.paths[path].elements;
  Place place{place_name(path), ""};
  bool is_behind = false;
  for (auto at = elements.rbegin(); at != elements.rend() && place.pointer.empty(); ++at) {
    is_behind |= at->kind == facts::ElementKind::kDeref;
    place.pointer = is_behind && at->kind == facts::ElementKind::kField ? at->name : "";
  }
  return place;
}

// By its own order where the user starts the thread itself, else by that of its callers.
std::optional<EventId> ThreadOrder::use_beside(const Thread& thread, FunctionId user, const Place& place,
                                               bool unordered) const {
  if (!is_user(thread, user)) {
    return std::nullopt;
  }
  auto is_use = [&](EventId event) { return is_at(place, user, event); };
  const std::vector<EventId> starts = starts_in(thread, user);
  for (const EventId start : starts) {
    const std::vector<EventId> events = behind(thread, user, start).events;
    if (const auto use = std::find_if(events.begin(), events.end(), is_use); use != events.end()) {
      return *use;
    }
  }
  EventId use = 0;
  const size_t count = index_.functions[user].facts->events.size();
  while (use < count && !is_use(use)) {
    ++use;
  }
  const bool is_beside =
      starts.empty() && use < count && !joins_first(thread, user, use) && may_come_beside(thread, user, unordered);
  return is_beside ? std::optional(use) : std::nullopt;
}

} // namespace paraudit::link
