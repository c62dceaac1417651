#include "checker/checks/guarded_escape.h"

#include "checker/checks/guard_finding.h"
#include "checker/checks/trace.h"
#include "checker/link/kept_elements.h"

#include <algorithm>
#include <set>

namespace paraudit::checks {
namespace {

using facts::Event;
using facts::EventId;
using facts::EventKind;
using link::PathId;

struct Escape {
  PathId path = link::kNoPath;
  PathId holder = link::kNoPath; // where it is stored
  bool to_const = false;
  std::string how;
};

class Checker {
 public:
  Checker(const link::Program& program, const CheckInfo& self, Findings& findings)
      : program_(program), index_(*program.index), self_(self), findings_(findings) {}

  void visit(link::FunctionId id) {
    const link::Function& function = index_.functions[id];
    told_here_.clear();
    // What a variable gets that is returned later: told where no return statement tells of the same.
    for (const bool later : {false, true}) {
      for (EventId event = 0; event < function.facts->events.size(); ++event) {
        const Event& fact = function.facts->events[event];
        if (fact.held != facts::kNone && (fact.text == "return-later") == later) {
          for (const Escape& escape : escapes(function, fact)) {
            judge(id, event, escape);
          }
        }
      }
    }
  }

 private:
  std::vector<Escape> escapes(const link::Function& function, const Event& event) const {
    std::vector<Escape> result;
    if (event.kind == EventKind::kEscape && event.text != "keep") {
      const char* how = event.text == "return"         ? "a reference to it is returned"
                        : event.text == "return-later" ? "a pointer to it is returned later"
                        : event.text == "return-view"  ? "an iterator or view of it is returned"
                                                       : "a pointer to it is stored";
      result.push_back({index_.path(function, event.path), index_.path(function, event.source), event.to_const, how});
    }
    bool is_later = (event.kind == EventKind::kDispatch && !event.is_synchronous) ||
                    (event.kind == EventKind::kEscape && event.text == "keep");
    for (const facts::Callable& callable : event.callables) {
      for (const facts::Actual& capture : callable.captures) {
        if (is_later && capture.by_reference) {
          result.push_back({index_.path(function, capture.path), link::kNoPath, capture.to_const,
                            "a callable that runs later captures a reference to it"});
        }
      }
    }
    std::erase_if(result, [](const Escape& escape) { return escape.path == link::kNoPath; });
    return result;
  }

  const link::GuardedState* guarded(PathId path, size_t& base) const {
    const std::vector<link::SubjectPart>& parts = program_.accesses->subjects().of(path);
    for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
      const link::GuardedState* state = program_.guards->of(part->subject);
      if (state != nullptr && !state->is_once &&
          (state->source == link::GuardSource::kDeclared || state->source == link::GuardSource::kInferred)) {
        base = part->base;
        return state;
      }
    }
    return nullptr;
  }

  // The guard is held, taken by this function, and not passed on to the caller.
  bool is_inside(link::FunctionId id, EventId event, const link::GuardedState& state) const {
    const link::Function& function = index_.functions[id];
    const facts::ExitDelta& delta = function.facts->delta;
    auto is_guard = [&](PathId unit_path) {
      return link::resolve_lock(index_, index_.path(function, unit_path)).lock == state.guard.lock;
    };
    bool leaves_with_it =
        std::any_of(delta.acquired.begin(), delta.acquired.end(), [&](const auto& l) { return is_guard(l.path); }) ||
        std::any_of(delta.guards.begin(), delta.guards.end(), [&](const auto& g) { return is_guard(g.lock); });
    const std::vector<link::HeldLock>& held = program_.summaries->held_at(id, event);
    return !leaves_with_it && std::any_of(held.begin(), held.end(), [&](const link::HeldLock& lock) {
      return lock.must && lock.since != facts::kNone && lock.lock.lock == state.guard.lock;
    });
  }

  void judge(link::FunctionId id, EventId event, const Escape& escape) {
    size_t base = 0;
    const link::GuardedState* state = guarded(escape.path, base);
    if (state == nullptr || !is_inside(id, event, *state) ||
        (escape.to_const &&
         link::is_kept_element(index_, program_.guards->subject(*state), *state, escape.path, base))) {
      return;
    }
    if (escape.holder != link::kNoPath && index_.paths.has_prefix(escape.holder, escape.path)) {
      return; // kept in the object itself
    }
    if (escape.holder != link::kNoPath) {
      // Kept beside it, under the same guard.
      size_t ignored = 0;
      const link::GuardedState* holder = guarded(escape.holder, ignored);
      if (holder != nullptr && holder->guard == state->guard) {
        return;
      }
    }
    const link::Function& function = index_.functions[id];
    const link::Subject& subject = program_.guards->subject(*state);
    Place place = place_of(index_.site(function, function.facts->events[event].where));
    const bool is_later = function.facts->events[event].text == "return-later";
    if (!seen_.insert({subject.name, place}).second || (!told_here_.insert(subject.name).second && is_later)) {
      return;
    }
    const std::string& lock = lock_name(program_, state->guard.lock);
    Finding finding;
    finding.check = self_.name;
    finding.severity = severity_when(program_, self_.severity, state->reached_by_entry);
    finding.message = quoted(subject.name) + " is guarded by " + quoted(lock) + ", but " + escape.how +
                      " and outlives the critical section; return a copy, or the guard with it";
    finding.place = place;
    finding.function = function.facts->name;
    finding.trace.push_back({1, place, escape.how, {lock}});
    finding.related.push_back({place_of(subject.site), quoted(subject.name) + " is declared here"});
    finding.identity = {subject.name, lock, finding.function};
    findings_.push_back(std::move(finding));
  }

  const link::Program& program_;
  const link::ProgramIndex& index_;
  const CheckInfo& self_;
  Findings& findings_;
  std::set<std::pair<std::string, Place>> seen_;
  std::set<std::string> told_here_; // states, of this function
};

} // namespace

void check_guarded_escape(const link::Program& program, const CheckInfo& self, Findings& findings) {
  Checker checker(program, self, findings);
  for (link::FunctionId function = 0; function < program.index->functions.size(); ++function) {
    if (program.index->functions[function].has_body && !program.index->functions[function].facts->in_system_header) {
      checker.visit(function);
    }
  }
}

} // namespace paraudit::checks
