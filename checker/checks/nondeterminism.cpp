#include "checker/checks/nondeterminism.h"

#include "checker/checks/trace.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <string_view>

namespace paraudit::checks {
namespace {

using facts::AccessKind;
using facts::Event;
using facts::EventId;
using facts::EventKind;
using facts::RootKind;
using link::FunctionId;
using link::PathId;

constexpr std::array<std::string_view, 8> kAppends = {"push_back",     "emplace_back", "append",  "push_front",
                                                      "emplace_front", "operator+=",   "grow_by", "operator<<"};
constexpr std::array<std::string_view, 6> kRemovals = {"pop_back", "pop_front", "pop", "erase", "extract", "splice"};

bool is_one_of(std::string_view name, const auto& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_append(AccessKind kind, std::string_view method) {
  return (kind == AccessKind::kMutate || kind == AccessKind::kReadWrite) && is_one_of(method, kAppends);
}

// A count of users or of work in flight, not a number that is given away.
bool counts_users(const std::string& name) {
  std::string lower = name.substr(name.rfind(':') == std::string::npos ? 0 : name.rfind(':') + 1);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
  constexpr std::array<std::string_view, 9> kWords = {"ref",     "use",  "pending", "active",    "running",
                                                      "waiting", "live", "busy",    "generation"};
  return std::any_of(kWords.begin(), kWords.end(),
                     [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

// The events after which the program ends, whatever happens: a report of what went wrong is made once, in no order.
std::vector<bool> last_words_of(const facts::FunctionFacts& function) {
  std::vector<std::vector<facts::BlockId>> before(function.blocks.size());
  for (facts::BlockId block = 0; block < function.blocks.size(); ++block) {
    for (facts::BlockId next : function.blocks[block].successors) {
      if (next != facts::kNone) {
        before[next].push_back(block);
      }
    }
  }
  std::vector<bool> comes_back(function.blocks.size());
  std::vector<facts::BlockId> work;
  if (function.exit < function.blocks.size()) {
    work.push_back(function.exit);
  }
  while (!work.empty()) {
    facts::BlockId block = work.back();
    work.pop_back();
    if (!comes_back[block]) {
      comes_back[block] = true;
      work.insert(work.end(), before[block].begin(), before[block].end());
    }
  }
  std::vector<bool> result(function.events.size());
  for (facts::BlockId block = 0; block < function.blocks.size(); ++block) {
    const facts::Block& one = function.blocks[block];
    std::fill_n(result.begin() + one.first, one.count, !comes_back[block]);
  }
  return result;
}

class Search {
 public:
  Search(const link::Program& program, const CheckInfo& self, Findings& findings)
      : program_(program), index_(*program.index), tasks_(*program.tasks), self_(self), findings_(findings) {}

  void run() {
    index_places();
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
  std::string place_of_path(FunctionId function, PathId unit_path) const {
    PathId path = index_.path(index_.functions[function], unit_path);
    if (path == link::kNoPath) {
      return "";
    }
    std::string place = tasks_.place_name(path);
    return place.empty() ? local_place(function, index_.paths[path]) : place;
  }

  std::string local_place(FunctionId function, const facts::AccessPath& path) const {
    return path.root == RootKind::kLocal || path.root == RootKind::kParameter
               ? index_.functions[function].facts->symbol + "$" + path.name
               : "";
  }

  // Where sequences are sorted, and from where elements are taken: those are work lists.
  void index_places() {
    for (FunctionId function = 0; function < index_.functions.size(); ++function) {
      for (const Event& event : index_.functions[function].facts->events) {
        if (event.kind == EventKind::kOrder && event.text == "sort") {
          sorted_.insert(place_of_path(function, event.path));
        } else if (event.kind == EventKind::kAccess && is_one_of(event.text, kRemovals)) {
          drained_.insert(place_of_path(function, event.path));
        }
      }
    }
    sorted_.erase("");
    drained_.erase("");
  }

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
    const facts::AccessPath path = index_.paths[index_.path(function, function.facts->events[event].path)];
    for (auto element = path.elements.rbegin(); element != path.elements.rend(); ++element) {
      if (element->kind == facts::ElementKind::kField) {
        return element->name;
      }
    }
    auto state = path.root == RootKind::kGlobal ? index_.state_by_symbol.find(path.name) : index_.state_by_symbol.end();
    return state == index_.state_by_symbol.end() ? path.name : index_.states[state->second].id;
  }

  std::vector<RelatedPlace> started(const link::Task& task) const {
    const link::Function& starter = index_.functions[task.starter];
    const Event& construct = starter.facts->events[task.event];
    return {{place_of(index_.site(starter, construct.where)), "tasks are started here by " + quoted(construct.text)}};
  }

  void check_append(const link::Task& task, const link::Touch& touch) {
    const link::Function& starter = index_.functions[task.starter];
    std::string place = tasks_.place_name(touch.path);
    place = place.empty() ? local_place(task.starter, index_.paths[touch.path]) : place;
    (void)starter;
    if (!is_append(touch.access, touch.method) || sorted_.contains(place) || drained_.contains(place) ||
        !tasks_.has_parallel_task(task, touch)) {
      return;
    }
    const std::string object = text_of(touch.function, touch.event);
    report(touch.function, event_place(touch.function, touch.event),
           quoted(brief(object)) + " is appended to by tasks that run in parallel, so that the order of its elements "
                                   "depends on the schedule; give each task a slot of its own, or sort by a stable key "
                                   "before use",
           object, started(task));
  }

  void check_counter(const link::Task& task, const link::Touch& touch) {
    if (touch.access == AccessKind::kReadWrite && touch.use == facts::ValueUse::kKept &&
        tasks_.has_parallel_task(task, touch)) {
      report_counter(touch.function, touch.event, started(task));
    }
  }

  void report_counter(FunctionId function, EventId event, std::vector<RelatedPlace> related) {
    const std::string object = text_of(function, event);
    if (!counts_users(object)) {
      report(function, event_place(function, event),
             "numbers are drawn from the shared counter " + quoted(brief(object)) +
                 ", so that who gets which depends on the schedule; number by a stable order (owner and position), or "
                 "keep such numbers out of every result",
             object, std::move(related));
    }
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
          event.use != facts::ValueUse::kKept || event.path == facts::kNone || !event.is_atomic) {
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
    std::vector<RelatedPlace> related{{place_of(index_.site(function, loop.where)), "the loop in that order is here"}};
    std::set<std::pair<Place, std::string>> outputs;
    const std::vector<bool> last_words = last_words_of(*function.facts);
    for (EventId event_id = 0; event_id < function.facts->events.size(); ++event_id) {
      const Event& event = function.facts->events[event_id];
      if (last_words[event_id] || !link::holds_event(index_, function, loop, event_id)) {
        continue;
      }
      if (event.kind == EventKind::kBlocking && (event.text == "console-output" || event.text == "file-io")) {
        outputs.insert({event_place(id, event_id), ""});
      } else if (event.kind == EventKind::kCall && prints(id, event_id)) {
        outputs.insert({event_place(id, event_id), ""});
      } else if (event.kind == EventKind::kAccess && is_append(event.access, event.text)) {
        std::string place = place_of_path(id, event.path);
        if (!sorted_.contains(place) && !drained_.contains(place) && event.selection == facts::kNone) {
          outputs.insert({event_place(id, event_id), text_of(id, event_id)});
        }
      }
    }
    for (const facts::Carried& carried : loop.carried) {
      bool is_sorted = sorted_.contains(function.facts->symbol + "$" + carried.name) ||
                       drained_.contains(function.facts->symbol + "$" + carried.name);
      if (carried.kind == facts::CarriedKind::kAppend && carried.text != "insert" && carried.text != "emplace" &&
          carried.text != "push" && !is_sorted) {
        outputs.insert({place_of(index_.site(function, carried.where)), carried.name});
      }
    }
    if (outputs.empty()) {
      return;
    }
    const auto& [place, sequence] = *outputs.begin();
    report(
        id, place,
        (sequence.empty() ? "output is written in the order " : quoted(brief(sequence)) + " is filled in the order ") +
            order + " and differs from run to run; go through the elements in the order of a stable key",
        function.facts->name + sequence, std::move(related));
  }

  // Whether a call writes to a terminal or file, through a few calls of the program.
  bool prints(FunctionId id, EventId event) const {
    std::vector<FunctionId> level;
    for (const auto& [at, callee] : program_.graph->calls(id)) {
      if (at == event) {
        level.push_back(callee);
      }
    }
    for (int depth = 0; depth < 3 && !level.empty(); ++depth) {
      std::vector<FunctionId> next;
      for (FunctionId function : level) {
        for (const Event& inner : index_.functions[function].facts->events) {
          if (inner.kind == EventKind::kBlocking && inner.text == "console-output") {
            return true;
          }
        }
        for (const auto& [at, callee] : program_.graph->calls(function)) {
          next.push_back(callee);
        }
      }
      level = std::move(next);
    }
    return false;
  }

  const link::Program& program_;
  const link::ProgramIndex& index_;
  const link::Tasks& tasks_;
  const CheckInfo& self_;
  Findings& findings_;
  std::set<std::string> sorted_, drained_;
  std::set<Place> reported_;
};

} // namespace

void check_nondeterminism(const link::Program& program, const CheckInfo& self, Findings& findings) {
  Search(program, self, findings).run();
}

} // namespace paraudit::checks
