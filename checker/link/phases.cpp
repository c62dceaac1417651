// The part of Contexts that follows the main thread through its phases, and locks through calls.

#include "checker/link/components.h"
#include "checker/link/contexts.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

namespace paraudit::link {
namespace {

using facts::BlockId;
using facts::Event;
using facts::EventId;
using facts::EventKind;

// What a started thread runs: a function, or what the parameter of that number names, which the callers know.
using Started = uint32_t;
constexpr Started kParameterBit = 0x40000000U;

// The threads that may run at a point: the object that stands for each, and what it runs. kNoPath: nobody can join it.
using Running = std::set<std::pair<PathId, Started>>;

} // namespace

// Forward may-analysis of running threads inside one function that is entered with none.
struct Contexts::Phases {
  Contexts& contexts;
  FunctionId id;
  const Function& function;
  std::vector<bool> busy;
  std::set<Started> starts; // here and in callees
  Running at_exit;
  std::vector<uint32_t> loop_of;              // by block
  std::vector<std::vector<PathId>> joined_by; // elements, by loop

  Phases(Contexts& owner, FunctionId function_id)
      : contexts(owner), id(function_id), function(owner.index_.functions[function_id]),
        busy(function.facts->events.size()) {}

  void run() {
    const std::vector<facts::Block>& blocks = function.facts->blocks;
    find_join_loops();
    std::vector<Running> in(blocks.size());
    std::set<BlockId> work{0};
    std::vector<bool> seen(blocks.size());
    while (!work.empty()) {
      BlockId block = *work.begin();
      work.erase(work.begin());
      seen[block] = true;
      Running running = in[block];
      for (EventId event = blocks[block].first; event < blocks[block].first + blocks[block].count; ++event) {
        busy[event] = busy[event] || !running.empty();
        step(event, running);
      }
      for (BlockId next : blocks[block].successors) {
        if (next == facts::kNone) {
          continue;
        }
        size_t before = in[next].size();
        Running passed = leaving(block, next, running);
        in[next].insert(passed.begin(), passed.end());
        if (in[next].size() != before || !seen[next]) {
          work.insert(next);
        }
      }
    }
    if (function.facts->exit < in.size()) {
      at_exit = in[function.facts->exit];
    }
  }

  // A loop that joins the elements of a collection has joined them all when it is left, also where it never ran: then
  // there were none.
  void find_join_loops() {
    const std::vector<facts::Block>& blocks = function.facts->blocks;
    std::vector<std::vector<uint32_t>> successors;
    for (const facts::Block& block : blocks) {
      std::vector<uint32_t>& next = successors.emplace_back();
      std::copy_if(block.successors.begin(), block.successors.end(), std::back_inserter(next),
                   [](BlockId successor) { return successor != facts::kNone; });
    }
    loop_of.resize(blocks.size());
    std::vector<std::vector<uint32_t>> components = strong_components(successors);
    joined_by.resize(components.size());
    for (uint32_t loop = 0; loop < components.size(); ++loop) {
      for (uint32_t block : components[loop]) {
        loop_of[block] = loop;
        for (EventId event = blocks[block].first; event < blocks[block].first + blocks[block].count; ++event) {
          if (PathId object = joined_element(event); object != kNoPath && components[loop].size() > 1) {
            joined_by[loop].push_back(object);
          }
        }
      }
    }
  }

  PathId joined_element(EventId id_of_event) const {
    const Event& event = function.facts->events[id_of_event];
    PathId object = event.kind == EventKind::kJoin ? contexts.index_.path(function, event.path) : kNoPath;
    return object != kNoPath && is_element(object) ? object : kNoPath;
  }

  bool is_element(PathId object) const {
    const std::vector<facts::PathElement>& elements = contexts.index_.paths[object].elements;
    return std::any_of(elements.begin(), elements.end(),
                       [](const facts::PathElement& element) { return element.kind == facts::ElementKind::kIndex; });
  }

  Running leaving(BlockId from, BlockId to, Running running) const {
    if (loop_of[from] != loop_of[to]) {
      for (PathId object : joined_by[loop_of[from]]) {
        join(object, running, /*moved=*/true);
      }
    }
    return running;
  }

  void step(EventId id_of_event, Running& running) {
    const Event& event = function.facts->events[id_of_event];
    bool is_wait = event.kind == EventKind::kBlocking && (event.text == "future-wait" || event.text == "task-wait");
    if (event.kind == EventKind::kDispatch) {
      start(contexts.dispatched(id, id_of_event), running);
      PathId object = contexts.index_.path(function, event.path);
      if (!event.is_synchronous) {
        leave_running(object, contexts.dispatched(id, id_of_event), running);
      }
    } else if (event.kind == EventKind::kJoin || is_wait) {
      join(contexts.index_.path(function, event.path), running);
    } else if (event.kind == EventKind::kCall) {
      for (const auto& [called_at, callee] : contexts.graph_.calls(id)) {
        if (called_at == id_of_event) {
          std::set<Started> more = contexts.started_by_call(id, event, callee);
          start(more, running);
          if (contexts.leaves_threads_[callee]) {
            leave_running(kNoPath, more, running);
          }
        }
      }
    }
  }

  void start(const std::set<Started>& more, const Running& running) {
    for (Started started : more) {
      starts.insert(started);
      for (const auto& [object, other] : running) {
        contexts.note_overlap(id, started, other);
      }
      for (Started other : more) {
        if (other != started) {
          contexts.note_overlap(id, started, other);
        }
      }
    }
  }

  static void leave_running(PathId object, const std::set<Started>& more, Running& running) {
    if (more.empty()) {
      running.emplace(object, kNoId); // it is not known what it runs
    }
    for (Started started : more) {
      running.emplace(object, started);
    }
  }

  // A join inside a loop over a collection joins them all: the elements are not told apart.
  void join(PathId object, Running& running, bool moved = false) const {
    if (object == kNoPath) {
      running.clear();
      return;
    }
    const PathTable& paths = contexts.index_.paths;
    // `moved`: what was started as a temporary was moved into a collection, as a rule into the one that is joined.
    std::erase_if(running, [&](const std::pair<PathId, Started>& thread) {
      PathId started = thread.first;
      bool is_moved = moved && started != kNoPath && paths[started].root == facts::RootKind::kTemporary;
      return is_moved ||
             (started != kNoPath && (paths.has_prefix(started, object) || paths.has_prefix(object, started)));
    });
  }
};

void Contexts::compute_phases() {
  // Callees first, so that one pass knows which calls start threads; recursion is read as starting none.
  for (const std::vector<FunctionId>& component : graph_.components()) {
    for (FunctionId function : component) {
      if (!index_.functions[function].has_body) {
        continue;
      }
      const auto& calls = graph_.calls(function);
      bool may_start =
          !graph_.dispatches(function).empty() ||
          std::any_of(calls.begin(), calls.end(), [&](const auto& call) { return !starts_[call.second].empty(); });
      if (may_start) {
        Phases phases(*this, function);
        phases.run();
        busy_[function] = std::move(phases.busy);
        leaves_threads_[function] = !phases.at_exit.empty();
        starts_[function] = std::move(phases.starts);
      }
    }
  }
  for (FunctionId function = 0; function < index_.functions.size(); ++function) {
    const facts::FunctionFacts& facts = *index_.functions[function].facts;
    if (facts.is_main || facts.is_initializer) {
      walk_main(function);
    }
  }
  find_unordered();
}

// What runs on the threads that a construct starts.
std::set<uint32_t> Contexts::dispatched(FunctionId id, EventId event_id) const {
  const Function& function = index_.functions[id];
  const Event& event = function.facts->events[event_id];
  std::set<Started> found;
  for (const facts::Callable& callable : event.callables) {
    PathId path = callable.symbol.empty() ? index_.path(function, callable.path) : kNoPath;
    if (path != kNoPath && index_.paths[path].root == facts::RootKind::kParameter) {
      found.insert(kParameterBit | index_.paths[path].index);
    }
  }
  if (found.empty()) {
    for (const auto& [started_at, entry] : graph_.dispatches(id)) {
      if (started_at == event_id) {
        found.insert(entry);
      }
    }
  }
  return found;
}

// What a call starts, in terms of the caller: what the callee runs for its parameters, this call names.
std::set<uint32_t> Contexts::started_by_call(FunctionId caller, const Event& event, FunctionId callee) const {
  std::set<Started> found;
  for (Started started : starts_[callee]) {
    if (!(started & kParameterBit)) {
      found.insert(started);
      continue;
    }
    auto given = std::find_if(event.callables.begin(), event.callables.end(), [&](const facts::Callable& callable) {
      return callable.parameter == (started & ~kParameterBit);
    });
    FunctionId named = given == event.callables.end() ? kNoId : graph_.callable_target(caller, *given).function;
    PathId path = given == event.callables.end() ? kNoPath : index_.path(index_.functions[caller], given->path);
    if (named != kNoId) {
      found.insert(named);
    } else if (path != kNoPath && index_.paths[path].root == facts::RootKind::kParameter) {
      found.insert(kParameterBit | index_.paths[path].index);
    } else {
      for (const auto& [at, entry] : graph_.dispatches(callee)) {
        found.insert(entry);
      }
    }
  }
  return found;
}

void Contexts::note_overlap(FunctionId function, uint32_t one, uint32_t other) {
  auto functions = [&](Started started) {
    std::vector<FunctionId> found;
    if (!(started & kParameterBit)) {
      found.push_back(started);
    } else {
      for (const auto& [at, entry] : graph_.dispatches(function)) {
        found.push_back(entry);
      }
    }
    return found;
  };
  if (one == other || one == kNoId || other == kNoId) {
    return; // a thread beside another of its kind: ParallelEntry::many
  }
  for (FunctionId a : functions(one)) {
    for (FunctionId b : functions(other)) {
      overlaps_.insert(std::minmax(a, b));
    }
  }
}

// Threads that main starts, itself or through calls, follow each other as its phases do; of others nothing is known.
void Contexts::find_unordered() {
  for (const std::vector<FunctionId>& component : graph_.components()) {
    for (FunctionId function : component) {
      bool is_of_main = reached_by_[function].empty() && (main_quiet_[function] || main_busy_[function]) &&
                        !index_.functions[function].facts->is_initializer;
      bool is_recursive = component.size() > 1;
      for (const auto& [event, entry] : graph_.dispatches(function)) {
        unordered_[entry] = unordered_[entry] || !is_of_main || is_recursive;
      }
    }
  }
  for (const ParallelEntry& entry : entries_) {
    bool is_started = entry.reason != "--parallel-entry" && entry.reason != "externally visible";
    unordered_[entry.function] = unordered_[entry.function] || !is_started;
  }
}

bool Contexts::may_run_beside(uint32_t one, uint32_t other) const {
  if (one >= entries_.size() || other >= entries_.size() || one == other) {
    return true;
  }
  FunctionId a = entries_[one].function;
  FunctionId b = entries_[other].function;
  return unordered_[a] || unordered_[b] || overlaps_.contains(std::minmax(a, b));
}

void Contexts::walk_main(FunctionId main) {
  std::vector<std::pair<FunctionId, bool>> work{{main, false}};
  while (!work.empty()) {
    auto [function, is_busy] = work.back();
    work.pop_back();
    std::vector<bool>& reached = is_busy ? main_busy_ : main_quiet_;
    if (reached[function]) {
      continue;
    }
    reached[function] = true;
    const std::vector<bool>& busy = busy_[function];
    for (const auto& [event, callee] : graph_.calls(function)) {
      work.emplace_back(callee, is_busy || (event < busy.size() && busy[event]));
    }
  }
}

// Functions whose address is taken are called by whoever got it, holding anything, unless each of those who got it
// is seen to call it during that very call (call_once, an algorithm, a helper of the program).
void Contexts::meet_spot_calls() {
  std::map<FunctionId, std::set<std::pair<FunctionId, EventId>>> given;
  for (FunctionId giver = 0; giver < index_.functions.size(); ++giver) {
    const std::vector<Event>& events = index_.functions[giver].facts->events;
    for (EventId event = 0; event < events.size(); ++event) {
      for (const facts::Callable& callable : events[event].callables) {
        FunctionId function = callable.parameter == facts::kNone ? kNoId : index_.function(callable.symbol);
        if (function != kNoId) {
          given[function].insert({giver, event});
        }
      }
    }
  }
  for (const std::string& symbol : index_.values) {
    FunctionId function = index_.function(symbol);
    if (function == kNoId) {
      continue;
    }
    std::set<std::pair<FunctionId, EventId>> called;
    for (const SpotCall& call : summaries_.spot_calls(function)) {
      called.insert({call.giver, call.event});
    }
    bool is_known =
        !called.empty() && std::includes(called.begin(), called.end(), given[function].begin(), given[function].end());
    // Kept in places that are followed: the calls of what is stored there are all that there are.
    bool is_followed = called.empty() && graph_.is_called(function) && !graph_.is_given_away(function);
    if (!is_known && !is_followed) {
      meet_into(function, {});
    }
  }
}

// Top-down: the meet over all calls of what the caller holds, seen from the callee. Entries hold nothing.
void Contexts::compute_entry_locks() {
  // What a library shows is called from outside, too; but where the library itself calls it, its calls tell the
  // contract.
  for (const ParallelEntry& entry : entries_) {
    if (entry.reason != "externally visible" || !graph_.is_called(entry.function)) {
      meet_into(entry.function, {});
    }
  }
  meet_spot_calls();
  for (FunctionId function = 0; function < index_.functions.size(); ++function) {
    const facts::FunctionFacts& facts = *index_.functions[function].facts;
    if (facts.is_main || facts.is_initializer) {
      meet_into(function, {});
    }
  }
  const auto& components = graph_.components();
  bool changed = true;
  for (int round = 0; changed && round < 8; ++round) {
    changed = false;
    for (auto component = components.rbegin(); component != components.rend(); ++component) {
      for (FunctionId function : *component) {
        for (const SpotCall& call : summaries_.spot_calls(function)) {
          changed |= meet_call(call.giver, given_by(call, function), call.held, function);
        }
      }
      for (FunctionId caller : *component) {
        const std::vector<Event>& events = index_.functions[caller].facts->events;
        for (const auto& [event, callee] : graph_.calls(caller)) {
          const bool is_settled = entry_known_[callee] && held_on_entry_[callee].empty();
          if (!is_settled && events[event].held != facts::kNone && !graph_.is_modelled(caller) &&
              !is_given(events[event], callee)) {
            Substitution substitution = substitution_of(index_, caller, events[event]);
            changed |= meet_call(caller, substitution, summaries_.held_at(caller, event), callee);
          }
        }
      }
    }
  }
}

// The function is an argument of this call: whether it is called in it, its spot calls tell.
bool Contexts::is_given(const Event& event, FunctionId callee) const {
  const std::string& symbol = index_.functions[callee].facts->symbol;
  return std::any_of(event.callables.begin(), event.callables.end(), [&](const facts::Callable& callable) {
    return callable.parameter != facts::kNone && callable.symbol == symbol;
  });
}

// What the callable that was given brings along.
Substitution Contexts::given_by(const SpotCall& call, FunctionId callee) const {
  for (const facts::Callable& callable : index_.functions[call.giver].facts->events[call.event].callables) {
    if (Target target = graph_.callable_target(call.giver, callable); target.function == callee) {
      return target.substitution;
    }
  }
  return {};
}

bool Contexts::meet_call(FunctionId caller, const Substitution& substitution, std::vector<HeldLock> held,
                         FunctionId callee) {
  held.insert(held.end(), held_on_entry_[caller].begin(), held_on_entry_[caller].end());
  std::vector<HeldLock> seen_by_callee;
  for (HeldLock lock : held) {
    lock.lock.path = index_.paths.into_callee(lock.lock.path, substitution);
    lock.since = facts::kNone;
    lock.hop = nullptr;
    if (lock.must && lock.lock.path != kNoPath) {
      seen_by_callee.push_back(lock);
    }
  }
  return meet_into(callee, seen_by_callee);
}

bool Contexts::meet_into(FunctionId callee, const std::vector<HeldLock>& held) {
  std::vector<HeldLock>& known = held_on_entry_[callee];
  if (!entry_known_[callee]) {
    entry_known_[callee] = true;
    known = held;
    return true;
  }
  size_t before = known.size();
  std::erase_if(known, [&](const HeldLock& lock) {
    return std::none_of(held.begin(), held.end(),
                        [&](const HeldLock& other) { return other.lock.path == lock.lock.path; });
  });
  return known.size() != before;
}

} // namespace paraudit::link
