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
class ToldOtherwise {
 public:
  explicit ToldOtherwise(const link::Program& program) : program_(program) {
    for (const link::ConstChange& change : program.const_changes->all()) {
      const_changes_.emplace(change.changer, place_of(change.site));
    }
  }

  bool has(const link::Touch& touch) const {
    if (program_.guards->is_unguarded(touch.function, touch.event) ||
        program_.lazy_inits->has_field(program_.tasks->order().place_name(touch.path))) {
      return true;
    }
    const facts::AccessPath& path = program_.index->paths[touch.path];
    auto state = path.root == RootKind::kGlobal ? program_.index->state_by_symbol.find(path.name)
                                                : program_.index->state_by_symbol.end();
    if (state != program_.index->state_by_symbol.end() && program_.lazy_inits->has_static(state->second)) {
      return true;
    }
    const link::Function& function = program_.index->functions[touch.function];
    const facts::Location& where = function.facts->events[touch.event].where;
    return const_changes_.contains({touch.function, place_of(program_.index->site(function, where))});
  }

 private:
  const link::Program& program_;
  std::set<std::pair<link::FunctionId, Place>> const_changes_;
};

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

// `while (!stop) ...` in the task, `stop = true` outside of it.
bool is_plain_read(const link::Program& program, const link::Touch& touch) {
  return touch.kind == link::TouchKind::kRead && touch.path != link::kNoPath && touch.hop->next != nullptr &&
         !touch.is_atomic && !touch.is_synchronised && touch.held.empty() && !touch.may_be_guarded &&
         !is_thread_safe_object(program, touch.path) && !is_far_global(program, touch);
}

Place place_of_use(const link::Program& program, const link::Use& use) {
  const link::Function& function = program.index->functions[use.function];
  return place_of(program.index->site(function, function.facts->events[use.event].where));
}

// `change` is told: of the task, or of another while the task reads. `touch` is the task's.
Finding make_finding(const link::Program& program, const CheckInfo& self, const link::Task& task,
                     const link::Touch& touch, const link::Use& change) {
  const std::string object = object_text(program, touch);
  Finding finding;
  finding.check = self.name;
  finding.severity = self.severity;
  finding.place = place_of_use(program, change);
  finding.function = function_name(program, change.function);
  finding.trace.push_back(
      {1,
       place_of_use(program, {task.starter, task.event}),
       quoted(brief(task.construct)) + " starts the task in " + quoted(function_name(program, task.starter)),
       {}});
  append_hops(program, *touch.hop->next, 2, (touch.is_write() ? "changes " : "reads ") + quoted(object), {},
              finding.trace);
  finding.identity = {object, function_name(program, task.starter), finding.function};
  return finding;
}

// Who it is, as the message says it, and the steps to what it does.
std::string append_partner(const link::Program& program, const link::Partner& partner, const std::string& object,
                           std::vector<TraceStep>& steps) {
  using Kind = link::Partner::Kind;
  if (partner.kind == Kind::kSameTask) {
    return "the tasks run at the same time";
  }
  const facts::Event& use = program.index->functions[partner.use.function].facts->events[partner.use.event];
  const std::string verb = link::is_write(use.access) ? "changes " : "uses ";
  const link::Hop own{partner.use.function, partner.use.event, nullptr, 1};
  const link::Hop* way = partner.way == nullptr ? &own : partner.way;
  std::string user = quoted(brief(function_name(program, way->function)));
  uint32_t thread = 1;
  if (partner.kind == Kind::kOtherTask && way->next != nullptr) {
    steps.push_back({1, place_of_use(program, {way->function, way->event}), "the other task starts in " + user, {}});
    way = way->next;
    user = "another task";
    thread = 3;
  }
  append_hops(program, *way, thread, verb + quoted(object), {}, steps);
  return user + " " + verb + "it at the same time";
}

Finding make_task_finding(const link::Program& program, const CheckInfo& self, const link::Task& task,
                          const link::Touch& touch, const link::Partner& partner) {
  Finding finding = make_finding(program, self, task, touch, {touch.function, touch.event});
  const std::string object = object_text(program, touch);
  finding.message = quoted(brief(object)) + " is changed by " + (task.many ? "every task of " : "a task of ") +
                    quoted(brief(task.construct)) + " without synchronisation, and " +
                    append_partner(program, partner, object, finding.trace) +
                    "; give each task a result of its own and combine them after, guard it with a lock, or make it "
                    "atomic";
  return finding;
}

Finding make_write_finding(const link::Program& program, const CheckInfo& self, const link::Task& task,
                           const link::Touch& read, const link::Use& write) {
  Finding finding = make_finding(program, self, task, read, write);
  finding.message = quoted(brief(object_text(program, read))) + " is changed without synchronisation while a task of " +
                    quoted(brief(task.construct)) +
                    " reads it; guard it with a lock, make it atomic, or change it before the task starts";
  return finding;
}

struct Change {
  const link::Touch* touch = nullptr;
  link::Partner partner;
};

// What a task changes that others see, the change that is the fewest calls away first.
std::vector<std::vector<Change>> changes_by_object(const link::Program& program, const ToldOtherwise& told,
                                                   const link::Task& task) {
  std::map<link::PathId, std::vector<Change>> by_object;
  for (const link::Touch& touch : task.touches) {
    if (touch.path != link::kNoPath && touch.hop->next != nullptr && is_unsynchronised_change(program, touch) &&
        !is_far_global(program, touch) && !told.has(touch) && !is_taken(program, task, touch)) {
      if (const auto partner = program.tasks->partner(task, touch)) {
        by_object[touch.path].push_back({&touch, *partner});
      }
    }
  }
  std::vector<std::vector<Change>> result;
  for (auto& [object, changes] : by_object) {
    std::stable_sort(changes.begin(), changes.end(),
                     [](const Change& a, const Change& b) { return a.touch->hop->length < b.touch->hop->length; });
    result.push_back(std::move(changes));
  }
  return result;
}

void add_more(const link::Program& program, const link::Touch& touch, Finding& finding) {
  constexpr size_t kMostMore = 4;
  const Place place = place_of_use(program, {touch.function, touch.event});
  auto is_there = [&](const RelatedPlace& other) { return other.place == place; };
  if (place != finding.place && finding.related.size() < kMostMore &&
      std::none_of(finding.related.begin(), finding.related.end(), is_there)) {
    finding.related.push_back({place, "it is changed here, too"});
  }
}

} // namespace

void check_parallel_capture(const link::Program& program, const CheckInfo& self, Findings& findings) {
  const ToldOtherwise told(program);
  std::set<Place> reported;
  auto add = [&](Finding finding) {
    if (reported.insert(finding.place).second) {
      findings.push_back(std::move(finding));
    }
  };
  for (const link::Task& task : program.tasks->all()) {
    std::set<link::PathId> changed; // by the task, which somebody else uses: one defect, one finding
    for (const std::vector<Change>& changes : changes_by_object(program, told, task)) {
      const Change& first = changes.front();
      changed.insert(first.touch->path);
      Finding finding = make_task_finding(program, self, task, *first.touch, first.partner);
      for (const Change& change : changes) {
        add_more(program, *change.touch, finding);
      }
      add(std::move(finding));
    }
    for (const link::Touch& touch : task.touches) {
      const bool is_candidate = is_plain_read(program, touch) && !changed.contains(touch.path);
      const auto write = is_candidate ? program.tasks->write_beside(task, touch) : std::nullopt;
      if (write && !program.guards->is_unguarded(write->function, write->event) &&
          !program.guards->is_unguarded(touch.function, touch.event)) {
        add(make_write_finding(program, self, task, touch, *write));
      }
    }
  }
}

} // namespace paraudit::checks
