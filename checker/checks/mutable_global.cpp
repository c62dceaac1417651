#include "checker/checks/mutable_global.h"

#include "checker/checks/fixes.h"
#include "checker/checks/state_finding.h"
#include "checker/checks/trace.h"

#include <algorithm>
#include <vector>

namespace paraudit::checks {
namespace {

// An object that no unit of this run defines is somebody else's to mend.
bool is_candidate(const facts::StateObject& object) {
  return object.is_definition && !object.in_system_header && object.sync == facts::SyncKind::kNone &&
         object.lock == facts::LockKind::kNone && !object.is_const && !object.is_constexpr && !object.is_reference &&
         !object.is_thread_local;
}

// An object of a class without data: what is passed its address changes nothing in it.
bool is_empty(const link::Program& program, const facts::StateObject& object) {
  auto found = program.index->classes.find(object.type);
  return found != program.index->classes.end() && found->second.facts.fields.empty() &&
         found->second.facts.bases.empty();
}

bool has_plain_write(const link::Program& program, const link::SharedState& shared) {
  for (const link::StateAccess& access : shared.accesses) {
    if (access.is_write && !access.is_atomic && !program.contexts->is_dead(access.function) &&
        !program.guards->is_of_member(access.function, access.event)) {
      return true;
    }
  }
  return false;
}

bool is_sometimes_held(const link::SharedState& shared) {
  return std::any_of(shared.accesses.begin(), shared.accesses.end(),
                     [](const link::StateAccess& access) { return !access.held.empty(); });
}

// Where threads run, what is written only before the first and after the last of them, or by functions that nobody
// calls, is frozen meanwhile. Who holds a lock somewhere thinks otherwise.
bool is_frozen(const link::Program& program, const link::SharedState& shared) {
  return program.contexts->has_entries() && !changes_while_threads_run(program, shared) && !is_sometimes_held(shared);
}

// A pointer that stays, to something that changes.
bool is_pointee(const link::State& state, const link::SharedState& shared) {
  return state.facts.is_pointer &&
         std::all_of(shared.accesses.begin(), shared.accesses.end(), [](const link::StateAccess& access) {
           return !access.is_write || !access.counts || access.is_atomic || access.through_pointer;
         });
}

// Where the pointer itself changes, what becomes of the object behind it is another story.
link::SharedState without_pointee(const link::State& state, const link::SharedState& shared) {
  link::SharedState own = shared;
  if (state.facts.is_pointer && !is_pointee(state, shared)) {
    std::erase_if(own.accesses,
                  [](const link::StateAccess& access) { return access.is_write && access.through_pointer; });
  }
  return own;
}

// One defect, one finding: at the test of a lazy initialisation, or at the accesses that lack the guard.
bool is_told_otherwise(const link::Program& program, link::StateId state) {
  const link::GuardedState* guarded = program.guards->of_static(state);
  bool has_guard = guarded != nullptr &&
                   (guarded->source == link::GuardSource::kDeclared || guarded->source == link::GuardSource::kInferred);
  return program.lazy_inits->has_static(state) || has_guard || (guarded != nullptr && !guarded->inconsistent.empty());
}

// `table[next.fetch_add(1)] = ...`: each task writes elements of its own.
bool is_divided(const link::Program& program, const link::SharedState& shared) {
  bool is_written = false;
  for (const link::StateAccess& access : shared.accesses) {
    const bool matters = access.is_write && access.counts && !access.is_atomic;
    if (matters && !program.tasks->is_own(access.function, access.event)) {
      return false;
    }
    is_written |= matters;
  }
  return is_written;
}

// Every access holds a lock of which only a pointer is seen: it may well be one and the same.
bool may_be_guarded(const link::SharedState& shared) {
  return std::all_of(shared.accesses.begin(), shared.accesses.end(), [](const link::StateAccess& access) {
    return std::any_of(access.held.begin(), access.held.end(),
                       [](const link::LockPath& held) { return held.lock == link::kNoId; });
  });
}

// How far the accesses are from being guarded: by most of them, by some, or not at all.
std::string guard_text(const link::Program& program, const link::SharedState& shared) {
  if (shared.guard != link::kNoId) {
    int percent = static_cast<int>(shared.confidence * 100);
    return quoted(lock_name(program, shared.guard)) + " guards only " + std::to_string(percent) + " % of its accesses";
  }
  return is_sometimes_held(shared) ? "no one lock is held at every access" : "nothing synchronises it";
}

// Which kind of state it is and what is usually done about it, where the accesses tell.
std::string kind_text(link::Category category) {
  if (category == link::Category::kOther) {
    return "";
  }
  std::string name = link::category_name(category);
  bool is_mass = category == link::Category::kConfiguration || category == link::Category::kStackDiscipline;
  const char* article = is_mass ? "" : name.front() == 'i' || name.front() == 'o' ? "an " : "a ";
  return "; it looks like " + (article + name) + ": " + link::category_remedy(category);
}

} // namespace

void check_mutable_global(const link::Program& program, const CheckInfo& self, Findings& findings) {
  std::vector<StateFinding> made;
  for (const link::SharedState& whole : program.inventory->states()) {
    const link::State& state = program.index->states[whole.state];
    if (!is_candidate(state.facts) || is_empty(program, state.facts) || whole.is_guarded ||
        !has_plain_write(program, whole) || is_frozen(program, whole) || changes_only_behind_const(whole) ||
        may_be_guarded(whole) || is_divided(program, whole) || is_told_otherwise(program, whole.state) ||
        self.matches("IgnoredStates", state.id)) {
      continue;
    }
    const link::SharedState shared = without_pointee(state, whole);
    std::string message = (is_pointee(state, shared) ? "what " + quoted(state.id) + " points to" : quoted(state.id)) +
                          " can change after initialisation (" + writers_text(program, shared) + ") and " +
                          guard_text(program, shared) + kind_text(shared.category);
    Finding finding = make_state_finding(program, self, shared, std::move(message));
    for (std::optional<Fix> fix : {make_atomic(program, whole), declare_guard(program, whole)}) {
      if (fix) {
        finding.fixes.push_back(std::move(*fix));
      }
    }
    made.push_back({shared.state, std::move(finding)});
  }
  add_folded(program, std::move(made), findings);
}

} // namespace paraudit::checks
