#include "checker/checks/nondeterminism.h"

#include "checker/checks/loop_order.h"
#include "checker/checks/sequences.h"
#include "checker/checks/trace.h"
#include "checker/link/dead_ends.h"
#include "checker/link/value_flows.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>

namespace paraudit::checks {
namespace {

using facts::AccessKind;
using facts::Event;
using facts::EventId;
using facts::EventKind;
using facts::RootKind;
using facts::ValuePlaceKind;
using link::FunctionId;

// A count of users or of work in flight, not a number that is given away.
bool counts_users(const std::string& name) {
  std::string lower = name.substr(name.rfind(':') == std::string::npos ? 0 : name.rfind(':') + 1);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
  constexpr std::array<std::string_view, 9> kWords = {"ref",     "use",  "pending", "active",    "running",
                                                      "waiting", "live", "busy",    "generation"};
  return std::any_of(kWords.begin(), kWords.end(),
                     [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

class Search {
 public:
  Search(const link::Program& program, const CheckInfo& self, Findings& findings)
      : program_(program), index_(*program.index), tasks_(*program.tasks), self_(self), findings_(findings),
        sequences_(program), order_(program, sequences_), flows_(index_) {}

  void run() {
    for (const link::Task& task : tasks_.all()) {
      for (const link::Touch& touch : task.touches) {
        if (touch.path != link::kNoPath && touch.is_write()) {
          check_append(task, touch);
          check_counter(task, touch);
        }
      }
    }
    for (FunctionId function = 0; function < index_.functions.size(); ++function) {
      check_counters_of(function);
      for (const facts::Loop& loop : index_.functions[function].facts->loops) {
        if (loop.order != facts::IterationOrder::kStable) {
          check_loop(function, loop);
        }
      }
    }
  }

 private:
  void report(FunctionId id, const Place& place, std::string message, const std::string& object,
              std::vector<RelatedPlace> related) {
    Finding finding;
    finding.check = self_.name;
    finding.severity = self_.severity;
    finding.message = std::move(message);
    finding.place = place;
    finding.function = index_.functions[id].facts->name;
    finding.related = std::move(related);
    finding.identity = {object, finding.function};
    if (reported_.insert(place).second) {
      findings_.push_back(std::move(finding));
    }
  }

  Place event_place(FunctionId id, EventId event) const {
    const link::Function& function = index_.functions[id];
    return place_of(index_.site(function, function.facts->events[event].where));
  }

  std::string text_of(FunctionId id, EventId event) const {
    const link::Function& function = index_.functions[id];
    return object_name(program_, id, index_.path(function, function.facts->events[event].path));
  }

  std::vector<RelatedPlace> started(const link::Task& task) const {
    const link::Function& starter = index_.functions[task.starter];
    const Event& construct = starter.facts->events[task.event];
    return {{place_of(index_.site(starter, construct.where)),
             "tasks are started here by " + quoted(brief(task.construct))}};
  }

  void check_append(const link::Task& task, const link::Touch& touch) {
    const Event& event = index_.functions[touch.function].facts->events[touch.event];
    if (!is_append(touch.access, touch.method) ||
        sequences_.is_put_in_order(sequences_.place_of(task.starter, touch.path)) ||
        sequences_.is_put_in_order(sequences_.place(touch.function, event.path)) ||
        sequences_.is_only_written(touch.path) || !tasks_.has_parallel_change(task, touch) || ends_program(touch) ||
        is_run_once(touch)) {
      return;
    }
    const std::string object = text_of(touch.function, touch.event);
    if (!appended_.insert({object, touch.function, task.starter}).second) {
      return;
    }
    report(touch.function, event_place(touch.function, touch.event),
           quoted(brief(object)) + " is appended to by tasks that run in parallel, so that the order of its elements "
                                   "depends on the schedule; give each task a slot of its own, or sort by a stable key "
                                   "before use",
           object, started(task));
  }

  // `std::call_once`, the initialiser of a static local.
  bool is_run_once(const link::Touch& touch) const {
    return std::any_of(touch.held.begin(), touch.held.end(), [&](const link::HeldLock& held) {
      const facts::LockKind kind =
          held.lock.lock == link::kNoId ? facts::LockKind::kNone : index_.locks[held.lock.lock].kind;
      return kind == facts::LockKind::kOnce || kind == facts::LockKind::kStaticGuard;
    });
  }

  // What is said before the program ends is said once.
  bool ends_program(const link::Touch& touch) const {
    for (const link::Hop* hop = touch.hop->next; hop != nullptr; hop = hop->next) {
      if (link::last_words(*index_.functions[hop->function].facts)[hop->event]) {
        return true;
      }
    }
    return false;
  }

  void check_counter(const link::Task& task, const link::Touch& touch) {
    if (touch.access == AccessKind::kReadWrite && touch.use == facts::ValueUse::kKept &&
        tasks_.has_parallel_task(task, touch)) {
      report_counter(touch.function, touch.event, started(task));
    }
  }

  // A number may be anything as long as it only has to differ from the others.
  void report_counter(FunctionId function, EventId event, std::vector<RelatedPlace> related) {
    const std::string object = text_of(function, event);
    std::optional<RelatedPlace> shown = counts_users(object) ? std::nullopt : where_it_shows(function, event);
    if (shown) {
      related.push_back(std::move(*shown));
      report(function, event_place(function, event),
             "numbers are drawn from the shared counter " + quoted(brief(object)) +
                 ", so that who gets which depends on the schedule; number by a stable order (owner and position), or "
                 "keep such numbers out of every result",
             object, std::move(related));
    }
  }

  std::optional<RelatedPlace> where_it_shows(FunctionId function, EventId event) {
    for (const link::ValueEnd& end : flows_.ends_of(function, event)) {
      const Place place = place_of(index_.site(index_.functions[end.function], end.where));
      if (end.kind == ValuePlaceKind::kOutput) {
        return RelatedPlace{place, "the number gets into output here"};
      }
      if (end.kind == ValuePlaceKind::kOrder) {
        return RelatedPlace{place, "the number decides an order here"};
      }
      if (std::optional<Place> loop = loop_that_shows(end.name)) {
        return RelatedPlace{*loop, "a container is gone through here in the order of the numbers"};
      }
    }
    return std::nullopt;
  }

  std::optional<Place> loop_that_shows(const std::string& container) const {
    for (FunctionId function = 0; function < index_.functions.size(); ++function) {
      for (const facts::Loop& loop : index_.functions[function].facts->loops) {
        if (link::without_template_arguments(sequences_.place(function, loop.collection)) == container &&
            !order_.shown_by(function, loop).empty()) {
          return place_of(index_.site(index_.functions[function], loop.where));
        }
      }
    }
    return std::nullopt;
  }

  // A counter that is atomic, or that a lock guards, is there to be drawn from by several threads.
  void check_counters_of(FunctionId id) {
    if (!program_.contexts->is_reached_by_entry(id)) {
      return;
    }
    const link::Function& function = index_.functions[id];
    for (EventId event_id = 0; event_id < function.facts->events.size(); ++event_id) {
      const Event& event = function.facts->events[event_id];
      if (event.kind != EventKind::kAccess || event.access != AccessKind::kReadWrite ||
          event.use != facts::ValueUse::kKept || event.path == facts::kNone || !event.is_atomic ||
          !program_.contexts->may_be_parallel(id, event_id)) {
        continue;
      }
      RootKind root = index_.paths[index_.path(function, event.path)].root;
      if (root == RootKind::kGlobal || root == RootKind::kThis) {
        report_counter(id, event_id, {});
      }
    }
  }

  void check_loop(FunctionId id, const facts::Loop& loop) {
    const link::Function& function = index_.functions[id];
    const std::string order = loop.order == facts::IterationOrder::kUnordered
                                  ? "of an unordered container, which depends on hashes"
                                  : "of addresses";
    const LoopOrder::Shown shown = order_.shown_by(id, loop);
    if (shown.empty()) {
      return;
    }
    const auto& [place, sequence] = *shown.begin();
    const bool is_output = sequence.empty() || sequence.starts_with("_ZSt4c"); // std::cout, cerr, clog
    report(id, place,
           (is_output ? "output is written in the order " : quoted(brief(sequence)) + " is filled in the order ") +
               order + " and differs from run to run; go through the elements in the order of a stable key",
           function.facts->name + sequence,
           {{place_of(index_.site(function, loop.where)), "the loop in that order is here"}});
  }

  const link::Program& program_;
  const link::ProgramIndex& index_;
  const link::Tasks& tasks_;
  const CheckInfo& self_;
  Findings& findings_;
  Sequences sequences_;
  LoopOrder order_;
  link::ValueFlows flows_;
  std::set<Place> reported_;
  std::set<std::tuple<std::string, FunctionId, FunctionId>> appended_; // object, where, and whose task
};

} // namespace

void check_nondeterminism(const link::Program& program, const CheckInfo& self, Findings& findings) {
  Search(program, self, findings).run();
}

} // namespace paraudit::checks
