#include "checker/checks/parallel_capture.h"

#include "checker/checks/trace.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace paraudit::checks {
namespace {

using facts::RootKind;

bool is_thread_safe_object(const link::Program& program, link::PathId path) {
  const facts::AccessPath& whole = program.index->paths[path];
  if (whole.root != RootKind::kGlobal) {
    return false;
  }
  auto state = program.index->state_by_symbol.find(whole.name);
  if (state == program.index->state_by_symbol.end()) {
    return true; // an object of a library: its business
  }
  const facts::StateObject& object = program.index->states[state->second].facts;
  return object.is_thread_local || object.in_system_header || object.sync != facts::SyncKind::kNone;
}

// One defect, one finding: at the access that lacks its guard, the test of a lazy initialisation, the const function.
bool is_told_otherwise(const link::Program& program, const link::Touch& touch) {
  if (program.guards->is_unguarded(touch.function, touch.event) ||
      program.lazy_inits->has_field(program.tasks->order().place_name(touch.path))) {
    return true;
  }
  const facts::AccessPath& path = program.index->paths[touch.path];
  auto state = path.root == RootKind::kGlobal ? program.index->state_by_symbol.find(path.name)
                                              : program.index->state_by_symbol.end();
  if (state != program.index->state_by_symbol.end() && program.lazy_inits->has_static(state->second)) {
    return true;
  }
  const link::Function& function = program.index->functions[touch.function];
  const link::Site& site = program.index->site(function, function.facts->events[touch.event].where);
  return std::any_of(program.const_changes->all().begin(), program.const_changes->all().end(),
                     [&](const link::ConstChange& change) {
                       return change.changer == touch.function && place_of(change.site) == place_of(site);
                     });
}

bool is_unsynchronised_change(const link::Program& program, const link::Touch& touch) {
  return touch.is_write() && !touch.is_atomic && !touch.is_synchronised && touch.held.empty() &&
         !touch.may_be_guarded && touch.access != facts::AccessKind::kAddressTaken &&
         !is_thread_safe_object(program, touch.path);
}

// A global that is changed far from the task is for `mutable-global` to tell: the task does not know of it.
bool is_far_global(const link::Program& program, const link::Touch& touch) {
  constexpr uint32_t kMostCalls = 3;
  return program.index->paths[touch.path].root == RootKind::kGlobal && touch.hop->length > kMostCalls + 1;
}

// A job that the task took off a list or queue with a lock held: where a pointer that leads to the object stood, the
// task has removed it.
bool is_taken(const link::Program& program, const link::Task& task, const link::Touch& touch) {
  static constexpr std::array<std::string_view, 7> kRemovals = {"",      "pop",     "pop_back", "pop_front",
                                                                "erase", "extract", "operator="};
  const link::PathTable& paths = program.index->paths;
  const std::vector<facts::PathElement>& elements = paths[touch.path].elements;
  auto leads_there = [&](link::PathId pointer) {
    return pointer != link::kNoPath && paths.has_prefix(touch.path, pointer) &&
           std::any_of(elements.begin() + paths[pointer].elements.size(), elements.end(),
                       [](const auto& element) { return element.kind == facts::ElementKind::kDeref; });
  };
  return std::any_of(task.touches.begin(), task.touches.end(), [&](const link::Touch& other) {
    return other.is_write() && !other.held.empty() && leads_there(other.path) &&
           std::find(kRemovals.begin(), kRemovals.end(), other.method) != kRemovals.end();
  });
}

// How the code that makes the change names what it changes.
std::string object_text(const link::Program& program, const link::Touch& touch) {
  const link::Function& function = program.index->functions[touch.function];
  const link::PathId id = program.index->path(function, function.facts->events[touch.event].path);
  const facts::AccessPath path = program.index->paths[id];
  std::string name = root_name(program, touch.function, id);
  if (name.empty() && path.root == RootKind::kThis) {
    name = "this";
  }
  for (const facts::PathElement& element : path.elements) {
    if (element.kind == facts::ElementKind::kField) {
      std::string field =
          element.name.substr(element.name.rfind(':') == std::string::npos ? 0 : element.name.rfind(':') + 1);
      name += (name.empty() ? "" : ".") + field;
    }
  }
  return name.starts_with("this.") ? name.substr(5) : name;
}

Finding make_finding(const link::Program& program, const CheckInfo& self, const link::Task& task,
                     const link::Touch& touch) {
  const link::Function& function = program.index->functions[touch.function];
  const link::Function& starter = program.index->functions[task.starter];
  const facts::Event& construct = starter.facts->events[task.event];
  const std::string object = object_text(program, touch);
  Finding finding;
  finding.check = self.name;
  finding.severity = self.severity;
  finding.message =
      quoted(brief(object)) + " is changed by " + (task.many ? "every task of " : "a task of ") +
      quoted(brief(task.construct)) + " without synchronisation, and " +
      (task.many ? "the tasks run at the same time" : "others use it at the same time") +
      "; give each task a result of its own and combine them after, guard it with a lock, or make it atomic";
  finding.place = place_of(program.index->site(function, function.facts->events[touch.event].where));
  finding.function = function.facts->name;
  finding.trace.push_back({1,
                           place_of(program.index->site(starter, construct.where)),
                           quoted(brief(task.construct)) + " starts the task in " + quoted(starter.facts->name),
                           {}});
  append_hops(program, *touch.hop->next, 2, "changes " + quoted(object), {}, finding.trace);
  finding.identity = {object, starter.facts->name, finding.function};
  return finding;
}

// `while (!stop) ...` in the task, `stop = true` outside of it.
bool is_plain_read(const link::Program& program, const link::Touch& touch) {
  return touch.kind == link::TouchKind::kRead && touch.path != link::kNoPath && touch.hop->next != nullptr &&
         !touch.is_atomic && !touch.is_synchronised && touch.held.empty() && !touch.may_be_guarded &&
         !is_thread_safe_object(program, touch.path) && !is_far_global(program, touch);
}

Finding make_write_finding(const link::Program& program, const CheckInfo& self, const link::Task& task,
                           const link::Touch& read, std::pair<link::FunctionId, facts::EventId> write) {
  const link::Function& writer = program.index->functions[write.first];
  const link::Function& starter = program.index->functions[task.starter];
  const std::string object = object_text(program, read);
  Finding finding;
  finding.check = self.name;
  finding.severity = self.severity;
  finding.message = quoted(brief(object)) + " is changed without synchronisation while a task of " +
                    quoted(brief(task.construct)) +
                    " reads it; guard it with a lock, make it atomic, or change it before the task starts";
  finding.place = place_of(program.index->site(writer, writer.facts->events[write.second].where));
  finding.function = writer.facts->name;
  finding.trace.push_back({1,
                           place_of(program.index->site(starter, starter.facts->events[task.event].where)),
                           quoted(brief(task.construct)) + " starts the task in " + quoted(starter.facts->name),
                           {}});
  append_hops(program, *read.hop->next, 2, "reads " + quoted(object), {}, finding.trace);
  finding.identity = {object, starter.facts->name, finding.function};
  return finding;
}

// What a task changes that others see, the change that is the fewest calls away first.
std::vector<std::vector<const link::Touch*>> changes_by_object(const link::Program& program, const link::Task& task) {
  std::map<link::PathId, std::vector<const link::Touch*>> by_object;
  for (const link::Touch& touch : task.touches) {
    if (touch.path != link::kNoPath && touch.hop->next != nullptr && is_unsynchronised_change(program, touch) &&
        !is_far_global(program, touch) && !is_told_otherwise(program, touch) && !is_taken(program, task, touch) &&
        program.tasks->has_partner(task, touch)) {
      by_object[touch.path].push_back(&touch);
    }
  }
  std::vector<std::vector<const link::Touch*>> result;
  for (auto& [object, changes] : by_object) {
    std::stable_sort(changes.begin(), changes.end(),
                     [](const link::Touch* a, const link::Touch* b) { return a->hop->length < b->hop->length; });
    result.push_back(std::move(changes));
  }
  return result;
}

void add_more(const link::Program& program, const link::Touch& touch, Finding& finding) {
  constexpr size_t kMostMore = 4;
  const link::Function& function = program.index->functions[touch.function];
  const Place place = place_of(program.index->site(function, function.facts->events[touch.event].where));
  auto is_there = [&](const RelatedPlace& other) { return other.place == place; };
  if (place != finding.place && finding.related.size() < kMostMore &&
      std::none_of(finding.related.begin(), finding.related.end(), is_there)) {
    finding.related.push_back({place, "it is changed here, too"});
  }
}

} // namespace

void check_parallel_capture(const link::Program& program, const CheckInfo& self, Findings& findings) {
  std::set<Place> reported;
  auto add = [&](Finding finding) {
    if (reported.insert(finding.place).second) {
      findings.push_back(std::move(finding));
    }
  };
  for (const link::Task& task : program.tasks->all()) {
    for (const std::vector<const link::Touch*>& changes : changes_by_object(program, task)) {
      Finding finding = make_finding(program, self, task, *changes.front());
      for (size_t i = 1; i < changes.size(); ++i) {
        add_more(program, *changes[i], finding);
      }
      add(std::move(finding));
    }
    for (const link::Touch& touch : task.touches) {
      const auto write = is_plain_read(program, touch) ? program.tasks->write_beside(task, touch) : std::nullopt;
      if (write && !program.guards->is_unguarded(write->first, write->second) &&
          !program.guards->is_unguarded(touch.function, touch.event)) {
        add(make_write_finding(program, self, task, touch, *write));
      }
    }
  }
}

} // namespace paraudit::checks
