#include "checker/tool/json_fields.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace paraudit::tool {
namespace {

using json = nlohmann::ordered_json;
using link::GuardedAccess;
using link::GuardedState;
using link::GuardSource;

const char* source_name(GuardSource source) {
  switch (source) {
  case GuardSource::kDeclared:
    return "declared";
  case GuardSource::kInferred:
    return "inferred";
  case GuardSource::kByClass:
    return "lock class";
  default:
    return "none";
  }
}

// Which members several threads can reach: those with a guard, those of classes that have a lock or an atomic beside
// them or that a static object holds, those that are mutable, and those that a task changes for others to see. What
// each thread makes for itself is nobody's shared state.
class Reach {
 public:
  explicit Reach(const link::Program& program) : index_(*program.index), guards_(*program.guards) {
    for (const link::Task& task : program.tasks->all()) {
      for (const link::Touch& touch : task.touches) {
        if (touch.path != link::kNoPath && touch.is_write()) {
          by_tasks_.insert(program.tasks->order().place_name(touch.path));
        }
      }
    }
  }

  bool is_shared(const GuardedState& state) const {
    const std::string& field = guards_.subject(state).field;
    if (state.source != GuardSource::kNone || !state.inconsistent.empty() || has_lock_beside(field)) {
      return true;
    }
    auto facts = index_.fields.find(field);
    bool is_mutable = facts != index_.fields.end() && facts->second.is_mutable;
    return std::any_of(state.accesses.begin(), state.accesses.end(), [&](const GuardedAccess& access) {
      bool is_static = index_.paths[access.access->path].root == facts::RootKind::kGlobal;
      return access.is_write && (is_mutable || is_static || (access.counts && by_tasks_.contains(field)));
    });
  }

 private:
  bool has_lock_beside(const std::string& field) const {
    size_t colon = field.rfind("::");
    auto owner = colon == std::string::npos ? index_.classes.end() : index_.classes.find(field.substr(0, colon));
    return owner != index_.classes.end() &&
           std::any_of(owner->second.facts.fields.begin(), owner->second.facts.fields.end(),
                       [](const facts::FieldFacts& other) {
                         return other.lock != facts::LockKind::kNone || other.sync == facts::SyncKind::kLock ||
                                other.sync == facts::SyncKind::kAtomic;
                       });
  }

  const link::ProgramIndex& index_;
  const link::Guards& guards_;
  std::set<std::string> by_tasks_;
};

class Fields {
 public:
  Fields(const link::Program& program, const std::function<std::string(const std::string&)>& path)
      : program_(program), index_(*program.index), path_(path) {}

  json entry(const GuardedState& state) const {
    const link::Subject& subject = program_.guards->subject(state);
    link::SharedState shared = as_shared(state);
    link::Category category = link::categorise({subject.name, subject.type, subject.is_container}, shared);
    bool has_guard = state.source != GuardSource::kNone;
    json guard = {{"kind", has_guard            ? "guarded"
                           : shared.writes == 0 ? "never-written"
                                                : "none"},
                  {"guard", nullptr},
                  {"confidence", nullptr},
                  {"source", source_name(state.source)}};
    if (has_guard) {
      guard["guard"] = index_.locks[state.guard.lock].id;
      guard["confidence"] = static_cast<double>(static_cast<int>(state.confidence * 1000)) / 1000;
    }
    return {{"id", subject.name},
            {"name", subject.name},
            {"kind", "field"},
            {"type", subject.type},
            {"file", path_(subject.site.file)},
            {"line", subject.site.line},
            {"column", subject.site.column},
            {"synchronization", std::move(guard)},
            {"category", link::category_name(category)},
            {"remedy", link::category_remedy(category)},
            {"reachable_from_parallel", state.reached_by_entry},
            {"reads", shared.reads},
            {"writes", shared.writes},
            {"accessors", accessors(state)}};
  }

 private:
  link::SharedState as_shared(const GuardedState& state) const {
    link::SharedState shared;
    std::set<std::pair<link::Site, bool>> counted;
    for (const GuardedAccess& access : state.accesses) {
      const facts::Event& event = index_.functions[access.access->function].facts->events[access.access->event];
      link::StateAccess one;
      one.function = access.access->function;
      one.event = access.access->event;
      one.site = access.site;
      one.kind = access.kind;
      one.is_write = access.is_write;
      one.in_condition = event.in_condition;
      one.counts = access.counts;
      one.method = event.text;
      if (counted.insert({access.site, access.is_write}).second) {
        ++(access.is_write ? shared.writes : shared.reads);
      }
      shared.accesses.push_back(std::move(one));
    }
    return shared;
  }

  json accessors(const GuardedState& state) const {
    json result = json::array();
    std::set<std::tuple<link::Site, bool, std::set<std::string>>> seen;
    for (const GuardedAccess& access : state.accesses) {
      std::set<std::string> held;
      for (const auto& [lock, mode] : access.held) {
        held.insert(index_.locks[lock.lock].id);
      }
      if (seen.insert({access.site, access.is_write, held}).second) {
        result.push_back({{"function", index_.functions[access.access->function].facts->name},
                          {"file", path_(access.site.file)},
                          {"line", access.site.line},
                          {"column", access.site.column},
                          {"access", facts::to_string(access.kind)},
                          {"atomic", false},
                          {"parallel", access.counts},
                          {"held", held}});
      }
    }
    return result;
  }

  const link::Program& program_;
  const link::ProgramIndex& index_;
  const std::function<std::string(const std::string&)>& path_;
};

} // namespace

void append_fields(const link::Program& program, const std::function<std::string(const std::string&)>& path,
                   json& shared_state) {
  // Of the instantiations of a template the one with the most accesses speaks for all.
  std::map<std::string, const GuardedState*> by_name;
  const Reach reach(program);
  for (const GuardedState& state : program.guards->states()) {
    const link::Subject& subject = program.guards->subject(state);
    if (subject.state == link::kNoId && !subject.is_pointee && reach.is_shared(state)) {
      const GuardedState*& known = by_name[subject.name];
      known = known == nullptr || known->accesses.size() < state.accesses.size() ? &state : known;
    }
  }
  Fields fields(program, path);
  for (const auto& [name, state] : by_name) {
    shared_state.push_back(fields.entry(*state));
  }
}

} // namespace paraudit::tool
