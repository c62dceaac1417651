#include "checker/checks/worker_local_escape.h"

#include "checker/checks/trace.h"

#include <algorithm>
#include <array>
#include <deque>
#include <optional>
#include <set>
#include <string_view>

namespace paraudit::checks {
namespace {

using facts::Event;
using facts::EventId;
using facts::EventKind;
using facts::RootKind;
using link::FunctionId;
using link::PathId;

class Escapes {
 public:
  Escapes(const link::Program& program, const CheckInfo& self, Findings& findings)
      : program_(program), index_(*program.index), self_(self), findings_(findings),
        suspends_(index_.functions.size()) {
    find_suspending();
  }

  void run() {
    for (FunctionId function = 0; function < index_.functions.size(); ++function) {
      if (index_.functions[function].has_body) {
        check_stores(function);
        check_tasks(function);
        check_held(function);
      }
    }
  }

 private:
  // Objects that a thread or worker has for itself.
  bool is_thread_bound(PathId path) const {
    if (path == link::kNoPath) {
      return false;
    }
    bound_.resize(std::max(bound_.size(), index_.paths.size()));
    std::optional<bool>& known = bound_[path];
    if (!known) {
      known = leads_to_own(path);
    }
    return *known;
  }

  bool leads_to_own(PathId path) const {
    const facts::AccessPath& whole = index_.paths[path];
    if (whole.root == RootKind::kGlobal) {
      auto state = index_.state_by_symbol.find(whole.name);
      if (state != index_.state_by_symbol.end() &&
          (index_.states[state->second].facts.is_thread_local ||
           (index_.states[state->second].facts.sync == facts::SyncKind::kWorkerLocal && !whole.elements.empty()))) {
        return true;
      }
    }
    for (size_t i = 0; i + 1 < whole.elements.size(); ++i) {
      auto field = index_.fields.find(whole.elements[i].name);
      if (whole.elements[i].kind == facts::ElementKind::kField && field != index_.fields.end() &&
          field->second.sync == facts::SyncKind::kWorkerLocal) {
        return true;
      }
    }
    return false;
  }

  std::string name_of(PathId path) const {
    const facts::AccessPath& whole = index_.paths[path];
    if (whole.root == RootKind::kGlobal) {
      auto state = index_.state_by_symbol.find(whole.name);
      return state == index_.state_by_symbol.end() ? whole.name : index_.states[state->second].id;
    }
    for (auto element = whole.elements.rbegin(); element != whole.elements.rend(); ++element) {
      if (element->kind == facts::ElementKind::kField) {
        return element->name;
      }
    }
    return whole.name.empty() ? "the worker's object" : whole.name;
  }

  void report(FunctionId id, EventId event, PathId object, const std::string& what, const std::string& remedy,
              std::vector<RelatedPlace> related = {}) {
    const link::Function& function = index_.functions[id];
    const std::string name = name_of(object);
    Finding finding;
    finding.check = self_.name;
    finding.severity = self_.severity;
    finding.message =
        "a reference to " + quoted(brief(name)) + ", which belongs to one thread, " + what + "; " + remedy;
    finding.place = place_of(index_.site(function, function.facts->events[event].where));
    finding.function = function.facts->name;
    finding.related = std::move(related);
    finding.identity = {name, finding.function, what};
    if (reported_.insert(finding.place).second) {
      findings_.push_back(std::move(finding));
    }
  }

  bool is_shared_holder(PathId holder) const {
    return holder != link::kNoPath && index_.paths[holder].root == RootKind::kGlobal && !is_thread_bound(holder);
  }

  // The parameters that a function puts where every thread can see them.
  bool stores_parameter(FunctionId callee, size_t parameter) const {
    const link::Function& function = index_.functions[callee];
    return std::any_of(function.facts->events.begin(), function.facts->events.end(), [&](const Event& event) {
      PathId stored =
          event.kind == EventKind::kEscape && event.text == "store" ? index_.path(function, event.path) : link::kNoPath;
      return stored != link::kNoPath && index_.paths[stored].root == RootKind::kParameter &&
             index_.paths[stored].index == parameter && is_shared_holder(index_.path(function, event.source));
    });
  }

  void check_stores(FunctionId id) {
    const link::Function& function = index_.functions[id];
    for (EventId event_id = 0; event_id < function.facts->events.size(); ++event_id) {
      const Event& event = function.facts->events[event_id];
      if (event.kind == EventKind::kEscape && event.text == "store") {
        PathId stored = index_.path(function, event.path);
        PathId holder = index_.path(function, event.source);
        if (is_thread_bound(stored) && is_shared_holder(holder)) {
          report(id, event_id, stored,
                 "is stored in " + quoted(brief(name_of(holder))) + ", where every thread can reach it",
                 "store a copy, or keep such objects in one place that outlives their threads and locks them");
        }
      } else if (event.kind == EventKind::kCall && event.callee_kind == facts::CalleeKind::kDirect) {
        check_arguments(id, event_id, event);
      }
    }
  }

  void check_arguments(FunctionId id, EventId event_id, const Event& event) {
    for (size_t i = 0; i < event.actuals.size(); ++i) {
      PathId given = index_.path(index_.functions[id], event.actuals[i].path);
      if (!event.actuals[i].by_reference || !is_thread_bound(given)) {
        continue;
      }
      FunctionId callee = index_.function(event.callee);
      if (callee != link::kNoId && stores_parameter(callee, i)) {
        report(id, event_id, given,
               "is given to " + quoted(brief(function_name(program_, callee))) +
                   ", which stores it where every thread can reach it",
               "store a copy, or keep such objects in one place that outlives their threads and locks them");
      }
    }
  }

  std::set<PathId> held_objects(const link::Function& function) const {
    std::set<PathId> held;
    for (const Event& event : function.facts->events) {
      if (event.kind == EventKind::kEscape && event.text == "hold") {
        held.insert(index_.path(function, event.path));
        held.insert(index_.path(function, event.source));
      }
    }
    held.erase(link::kNoPath);
    return held;
  }

  void check_tasks(FunctionId id) {
    const link::Function& function = index_.functions[id];
    if (program_.graph->dispatches(id).empty()) {
      return;
    }
    std::set<PathId> held = held_objects(function);
    for (EventId event_id = 0; event_id < function.facts->events.size(); ++event_id) {
      const Event& event = function.facts->events[event_id];
      if (event.kind != EventKind::kDispatch) {
        continue;
      }
      for (const facts::Callable& callable : event.callables) {
        for (const auto* given : {&callable.captures, &callable.bound}) {
          for (const facts::Actual& actual : *given) {
            PathId path = index_.path(function, actual.path);
            bool is_held = std::any_of(held.begin(), held.end(), [&](PathId object) {
              return path != link::kNoPath && index_.paths.has_prefix(path, object);
            });
            if (actual.by_reference && path != link::kNoPath && (is_held || is_thread_bound(path))) {
              report(id, event_id, path,
                     "is given to a task of " + quoted(event.text) + ", which runs on another thread",
                     "let the task get its own thread's object, or give it a copy");
            }
          }
        }
      }
    }
  }

  // Points at which a task may stop on one worker and go on on another.
  static bool is_suspension(const Event& event) {
    if (event.kind == EventKind::kBlocking) {
      return event.text == "suspend" || event.text == "latch-wait" || event.text == "task-wait";
    }
    constexpr std::array<std::string_view, 6> kConstructs = {"par_", "join", "scope", "broadcast", "tbb::", "spawn"};
    return event.kind == EventKind::kDispatch && event.is_synchronous &&
           std::any_of(kConstructs.begin(), kConstructs.end(),
                       [&](std::string_view word) { return event.text.find(word) != std::string::npos; });
  }

  void find_suspending() {
    for (const std::vector<FunctionId>& component : program_.graph->components()) {
      for (FunctionId id : component) {
        const auto& events = index_.functions[id].facts->events;
        const auto& calls = program_.graph->calls(id);
        suspends_[id] = std::any_of(events.begin(), events.end(), is_suspension) ||
                        std::any_of(calls.begin(), calls.end(), [&](const auto& call) {
                          return suspends_[call.second] && events[call.first].callee_kind == facts::CalleeKind::kDirect;
                        });
      }
    }
  }

  bool may_suspend(FunctionId id, EventId event_id) const {
    if (is_suspension(index_.functions[id].facts->events[event_id])) {
      return true;
    }
    const auto& calls = program_.graph->calls(id);
    return std::any_of(calls.begin(), calls.end(), [&](const auto& call) {
      return call.first == event_id && suspends_[call.second] &&
             index_.functions[id].facts->events[event_id].callee_kind == facts::CalleeKind::kDirect;
    });
  }

  // Forward from where the variable is made: a use after a suspension is of another worker's object.
  void check_held(FunctionId id) {
    const link::Function& function = index_.functions[id];
    if (!suspends_[id]) {
      return;
    }
    for (facts::BlockId block = 0; block < function.facts->blocks.size(); ++block) {
      const facts::Block& code = function.facts->blocks[block];
      for (EventId event = code.first; event < code.first + code.count; ++event) {
        if (function.facts->events[event].kind == EventKind::kEscape && function.facts->events[event].text == "hold") {
          follow(id, block, event);
        }
      }
    }
  }

  void follow(FunctionId id, facts::BlockId start, EventId hold) {
    const link::Function& function = index_.functions[id];
    const std::vector<facts::Block>& blocks = function.facts->blocks;
    const std::vector<Event>& events = function.facts->events;
    std::set<std::pair<facts::BlockId, bool>> seen;
    struct Point {
      facts::BlockId block;
      EventId from;
      EventId suspension;
    };
    std::deque<Point> work{{start, hold + 1, facts::kNone}};
    while (!work.empty()) {
      Point at = work.front();
      work.pop_front();
      bool is_made_anew = false;
      for (EventId event = at.from; event < blocks[at.block].first + blocks[at.block].count; ++event) {
        bool same = events[event].kind == EventKind::kEscape && events[event].source == events[hold].source;
        if (same && events[event].text == "hold") {
          is_made_anew = true;
          break;
        }
        if (same && events[event].text == "hold-use" && at.suspension != facts::kNone) {
          report(id, event, index_.path(function, events[hold].path),
                 "is used after a point where the task may have moved to another thread",
                 "get it again after that point, or copy what is needed before",
                 {{place_of(index_.site(function, events[hold].where)), "the reference is made here"},
                  {place_of(index_.site(function, events[at.suspension].where)), "the task may be suspended here"}});
          return;
        }
        at.suspension = may_suspend(id, event) ? event : at.suspension;
      }
      for (facts::BlockId next : blocks[at.block].successors) {
        if (!is_made_anew && next != facts::kNone && seen.insert({next, at.suspension != facts::kNone}).second) {
          work.push_back({next, blocks[next].first, at.suspension});
        }
      }
    }
  }

  const link::Program& program_;
  const link::ProgramIndex& index_;
  const CheckInfo& self_;
  Findings& findings_;
  std::vector<bool> suspends_;
  std::set<Place> reported_;
  mutable std::vector<std::optional<bool>> bound_; // by path; what is known of it
};

} // namespace

void check_worker_local_escape(const link::Program& program, const CheckInfo& self, Findings& findings) {
  Escapes(program, self, findings).run();
}

} // namespace paraudit::checks
