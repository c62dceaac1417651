#include "checker/link/thread_order.h"

#include "checker/link/block_rates.h"
#include "checker/link/effects.h"

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
      waits |= std::any_of(events.begin(), events.end(), [](const Event& event) {
        return is_wait(event) && event.kind != EventKind::kAccess; // to look at an atomic once is no waiting
      });
      for (const auto& [event, callee] : graph_.calls(function)) {
        waits |= waits_[callee];
      }
    }
    for (const FunctionId function : component) {
      waits_[function] = waits;
    }
  }
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

ThreadOrder::Thread ThreadOrder::describe(FunctionId starter, EventId start, FunctionId entry) const {
  Thread thread;
  thread.starter = starter;
  const Function& function = index_.functions[starter];
  thread.handle = place_of_handle(function, start);
  for (FunctionId id = 0; id < index_.functions.size(); ++id) {
    const std::vector<Event>& events = index_.functions[id].facts->events;
    if (waits_[id] && std::any_of(events.begin(), events.end(), [&](const Event& event) {
          return event.kind != EventKind::kAccess && is_join(thread, id, event);
        })) {
      thread.joins.insert(id);
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
  // Who calls the starter and returns without having waited starts the thread as well.
  thread.starts = {starter};
  std::vector<FunctionId> last{starter};
  for (int round = 0; round < kMaxCallers; ++round) {
    std::vector<FunctionId> next;
    for (const FunctionId id : last) {
      for (const auto& [caller, call] : graph_.callers(id)) {
        if (!thread.starts.contains(caller) && behind(thread, caller, call).reaches_exit) {
          thread.starts.insert(caller);
          next.push_back(caller);
        }
      }
    }
    last = std::move(next);
  }
  return thread;
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

// Whether a function waits for the thread before it uses the place. Events are in the order of the flow.
bool ThreadOrder::joins_first(const Thread& thread, FunctionId user, const std::string& place) const {
  const Function& function = index_.functions[user];
  for (const Event& event : function.facts->events) {
    if (is_join(thread, user, event)) {
      return true;
    }
    if (event.kind == EventKind::kAccess && place_name(index_.path(function, event.path)) == place) {
      return false;
    }
  }
  return false;
}

bool ThreadOrder::may_come_beside(const Thread& thread, FunctionId user, int depth) const {
  bool is_called = false;
  for (const auto& [caller, call] : graph_.callers(user)) {
    if (caller == user || thread.runs_in.contains(caller)) {
      continue;
    }
    is_called = true;
    if (may_come_beside(thread, caller, call, depth)) {
      return true;
    }
  }
  return !is_called && thread.is_feared;
}

bool ThreadOrder::may_come_beside(const Thread& thread, FunctionId caller, EventId call, int depth) const {
  std::vector<EventId> starts = calls_of(caller, thread.starts);
  std::erase(starts, call);
  if (!starts.empty() || caller == thread.starter) {
    return std::any_of(starts.begin(), starts.end(),
                       [&](EventId start) { return contains(behind(thread, caller, start).events, call); });
  }
  const std::vector<EventId> joining = calls_of(caller, thread.joins);
  const std::vector<Event>& events = index_.functions[caller].facts->events;
  for (EventId event = 0; event < call; ++event) {
    if (contains(joining, event) || is_join(thread, caller, events[event])) {
      return false;
    }
  }
  return depth == kMaxCallers ? thread.is_feared : may_come_beside(thread, caller, depth + 1);
}

bool ThreadOrder::has_user_beside(FunctionId starter, EventId start, FunctionId entry, PathId path) const {
  const std::string place = place_name(path);
  const auto users = accessed_by_.find(place);
  if (users == accessed_by_.end()) {
    return false;
  }
  const Thread thread = describe(starter, start, entry);
  return std::any_of(users->second.begin(), users->second.end(),
                     [&](FunctionId user) { return is_user(thread, user) && uses_beside(thread, user, place); });
}

// Whether a function may use what the thread changes while it runs; the starter's own order its caller knows.
bool ThreadOrder::is_user(const Thread& thread, FunctionId function) const {
  const facts::FunctionFacts& facts = *index_.functions[function].facts;
  return function != thread.starter && !thread.runs_in.contains(function) && !facts.is_constructor &&
         !facts.is_destructor && !facts.is_initializer;
}

std::optional<std::pair<FunctionId, EventId>> ThreadOrder::write_beside(FunctionId starter, EventId start,
                                                                        FunctionId entry, PathId path) const {
  const std::string place = place_name(path);
  const auto users = accessed_by_.find(place);
  if (place.empty() || users == accessed_by_.end()) {
    return std::nullopt;
  }
  std::optional<Thread> thread; // what few places need
  for (const FunctionId user : users->second) {
    const std::optional<EventId> write = plain_write(user, place);
    if (write && !thread) {
      thread = describe(starter, start, entry);
      thread->is_feared = false;
    }
    if (write && is_user(*thread, user) && uses_beside(*thread, user, place)) {
      return std::pair(user, *write);
    }
  }
  return std::nullopt;
}

// The first write with no lock held, here or by a caller.
std::optional<EventId> ThreadOrder::plain_write(FunctionId function, const std::string& place) const {
  const facts::FunctionFacts& facts = *index_.functions[function].facts;
  const auto& callers = graph_.callers(function);
  // What a lambda does, a thread may do that it was handed over to.
  const bool is_left_out =
      facts.is_lambda || !facts.required.empty() || std::any_of(callers.begin(), callers.end(), [&](const auto& call) {
        return index_.functions[call.first].facts->events[call.second].held != 0;
      });
  for (EventId id = 0; !is_left_out && id < facts.events.size(); ++id) {
    const Event& event = facts.events[id];
    if (event.kind == EventKind::kAccess && is_write(event.access) && !event.is_atomic && event.held == 0 &&
        place_name(index_.path(index_.functions[function], event.path)) == place) {
      return id;
    }
  }
  return std::nullopt;
}

// By its own order where the user starts the thread itself, else by that of its callers.
bool ThreadOrder::uses_beside(const Thread& thread, FunctionId user, const std::string& place) const {
  const Function& function = index_.functions[user];
  const std::vector<EventId> starts = calls_of(user, thread.starts);
  if (starts.empty()) {
    return !joins_first(thread, user, place) && may_come_beside(thread, user, 0);
  }
  return std::any_of(starts.begin(), starts.end(), [&](EventId start) {
    const std::vector<EventId> events = behind(thread, user, start).events;
    return std::any_of(events.begin(), events.end(), [&](EventId id) {
      const Event& event = function.facts->events[id];
      return event.kind == EventKind::kAccess && place_name(index_.path(function, event.path)) == place;
    });
  });
}

} // namespace paraudit::link
