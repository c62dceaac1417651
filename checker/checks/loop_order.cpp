#include "checker/checks/loop_order.h"

#include "checker/checks/trace.h"
#include "checker/link/components.h"
#include "checker/link/dead_ends.h"
#include "checker/link/words.h"

#include <algorithm>
#include <tuple>

namespace paraudit::checks {
namespace {

using facts::Event;
using facts::EventId;
using facts::EventKind;
using link::FunctionId;
using link::PathId;

constexpr int kMaxCalls = 3;
constexpr int kMaxCopies = 3; // from one local sequence into the next

bool is_in(const facts::Span& span, const facts::Location& where) {
  auto at = std::pair(where.line, where.column);
  return std::pair(span.begin_line, span.begin_column) <= at && at <= std::pair(span.end_line, span.end_column);
}

} // namespace

std::string object_name(const link::Program& program, FunctionId function, PathId path) {
  const facts::AccessPath& whole = program.index->paths[path];
  for (auto element = whole.elements.rbegin(); element != whole.elements.rend(); ++element) {
    if (element->kind == facts::ElementKind::kField) {
      return element->name;
    }
  }
  return root_name(program, function, path);
}

LoopOrder::Shown LoopOrder::shown_by(FunctionId id, const facts::Loop& loop, int depth) const {
  const link::Function& function = index_.functions[id];
  // A report of what went wrong is made once, in no order; what leaves the loop, it does for one element at most.
  const std::vector<bool> last_words = link::last_words(*function.facts);
  const std::vector<bool> repeated = link::repeated_events(*function.facts);
  const std::vector<bool> debug = debug_events(id);
  std::set<std::pair<uint32_t, uint32_t>> debug_places;
  auto fails = [&](const facts::Location& where) {
    return std::any_of(loop.failing.begin(), loop.failing.end(),
                       [&](const facts::Span& span) { return is_in(span, where); });
  };
  Shown shown;
  for (EventId event = 0; event < function.facts->events.size(); ++event) {
    const facts::Location& where = function.facts->events[event].where;
    if (debug[event]) {
      debug_places.insert({where.line, where.column});
    } else if (!last_words[event] && repeated[event] && link::holds_event(index_, function, loop, event) &&
               !fails(where)) {
      add_event(id, event, loop.prints_addresses, shown);
    }
  }
  for (const facts::Carried& carried : loop.carried) {
    bool appends = carried.kind == facts::CarriedKind::kAppend && carried.text != "insert" &&
                   carried.text != "emplace" && carried.text != "push" &&
                   !(carried.text == "<<" && loop.prints_addresses);
    if (appends && !debug_places.contains({carried.where.line, carried.where.column}) &&
        !sequences_.is_put_in_order(function.facts->symbol + "$" + carried.name) &&
        (!carried.is_only_walked || shows_later(id, carried, depth))) {
      shown.insert({place_of(index_.site(function, carried.where)), carried.name});
    }
  }
  return shown;
}

// Whether variables pick the element, so that each round may have another.
bool LoopOrder::is_picked(const link::Function& function, facts::SelectionId selection) const {
  if (selection == facts::kNone) {
    return false;
  }
  const std::vector<link::PathId>& by = index_.units[function.unit].selections[selection];
  return std::any_of(by.begin(), by.end(), [&](link::PathId variable) {
    return index_.paths[index_.path(function, variable)].name != facts::kConstantIndex;
  });
}

void LoopOrder::add_event(FunctionId id, EventId event_id, bool prints_addresses, Shown& shown) const {
  const link::Function& function = index_.functions[id];
  const Event& event = function.facts->events[event_id];
  const Place place = place_of(index_.site(function, event.where));
  const bool writes = event.kind == EventKind::kBlocking && (event.text == "console-output" || event.text == "file-io");
  if (prints_addresses && (writes || event.kind == EventKind::kCall || event.text == "operator<<")) {
    return;
  }
  if (writes || (event.kind == EventKind::kCall && prints(id, event_id))) {
    shown.insert({place, ""});
  } else if (event.kind == EventKind::kAccess && is_append(event.access, event.text) &&
             !is_picked(function, event.selection)) {
    PathId path = index_.path(function, event.path);
    if (!sequences_.is_put_in_order(sequences_.place(id, event.path)) && !sequences_.is_only_written(path)) {
      shown.insert({place, object_name(program_, id, path)});
    }
  }
}

// Whether a loop over the local sequence shows the order that it was filled in.
bool LoopOrder::shows_later(FunctionId id, const facts::Carried& carried, int depth) const {
  if (depth >= kMaxCopies) {
    return true;
  }
  const link::Function& function = index_.functions[id];
  return std::any_of(function.facts->loops.begin(), function.facts->loops.end(), [&](const facts::Loop& loop) {
    PathId path = loop.collection == facts::kNone ? link::kNoPath : index_.path(function, loop.collection);
    return path != link::kNoPath && index_.paths[path].root == facts::RootKind::kLocal &&
           index_.paths[path].name == carried.name && !shown_by(id, loop, depth + 1).empty();
  });
}

// Whether a call writes to a terminal or file, through a few calls of the program.
bool LoopOrder::prints(FunctionId id, EventId event) const {
  std::vector<FunctionId> level;
  for (const auto& [at, callee] : program_.graph->calls(id)) {
    if (at == event) {
      level.push_back(callee);
    }
  }
  for (int depth = 0; depth < kMaxCalls && !level.empty(); ++depth) {
    std::vector<FunctionId> next;
    for (FunctionId function : level) {
      const std::vector<Event>& events = index_.functions[function].facts->events;
      const std::vector<bool> last_words = link::last_words(*index_.functions[function].facts);
      const std::vector<bool> debug = debug_events(function);
      for (EventId inner = 0; inner < events.size(); ++inner) {
        if (events[inner].kind == EventKind::kBlocking && events[inner].text == "console-output" &&
            !last_words[inner] && !debug[inner]) {
          return true;
        }
      }
      for (const auto& [at, callee] : program_.graph->calls(function)) {
        if (!debug[at]) {
          next.push_back(callee);
        }
      }
    }
    level = std::move(next);
  }
  return false;
}

// The blocks whose branch something decides that is named for debugging.
std::set<facts::BlockId> LoopOrder::debug_tests(FunctionId id) const {
  const link::Function& function = index_.functions[id];
  const std::vector<Event>& events = function.facts->events;
  std::set<facts::BlockId> blocks;
  for (const Event& event : events) {
    const PathId path = event.kind == EventKind::kAccess && event.decides != facts::kNone
                            ? index_.path(function, event.path)
                            : link::kNoPath;
    if (path != link::kNoPath && link::is_for_debugging(object_name(program_, id, path))) {
      blocks.insert(event.decides);
    }
  }
  for (const auto& [event, callee] : program_.graph->calls(id)) {
    if (events[event].decides != facts::kNone && link::is_for_debugging(index_.functions[callee].facts->name)) {
      blocks.insert(events[event].decides);
    }
  }
  return blocks;
}

// By event: whether it is there for those who debug the program.
std::vector<bool> LoopOrder::debug_events(FunctionId id) const {
  const facts::FunctionFacts& function = *index_.functions[id].facts;
  std::vector<bool> result(function.events.size(), link::is_for_debugging(function.name));
  for (const facts::BlockId block : debug_tests(id)) {
    const facts::Block& one = function.blocks[block];
    if (one.successors.size() != 2) {
      continue;
    }
    const size_t side = one.condition.negated ? 1 : 0;
    const std::vector<bool> with = link::reached(function, one.successors[side], block);
    const std::vector<bool> without = link::reached(function, one.successors[1 - side], block);
    for (facts::BlockId other = 0; other < function.blocks.size(); ++other) {
      if (with[other] && !without[other]) {
        std::fill_n(result.begin() + function.blocks[other].first, function.blocks[other].count, true);
      }
    }
  }
  return result;
}

} // namespace paraudit::checks
