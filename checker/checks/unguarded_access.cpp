#include "checker/checks/unguarded_access.h"

#include "checker/checks/fixes.h"
#include "checker/checks/guard_finding.h"
#include "checker/checks/trace.h"

#include <iterator>
#include <map>

namespace paraudit::checks {
namespace {

// How the guard is known: the counts, where it is inferred.
std::string reason_text(const link::Program& program, const link::GuardedState& state) {
  const std::string guard = quoted(lock_name(program, state.guard.lock));
  if (state.source == link::GuardSource::kDeclared) {
    return guard + ", which guards it by declaration";
  }
  if (state.guarded == 0) {
    return guard + ", which every access holds so";
  }
  return guard + ", which guards " + std::to_string(state.guarded) + " of " + std::to_string(state.counted) +
         " of its accesses";
}

std::string missing_text(const link::GuardedState& state, const link::GuardedAccess& access) {
  for (const auto& [lock, mode] : access.held) {
    if (lock == state.guard) {
      return " holding only shared ";
    }
    if (lock.lock == state.guard.lock) {
      return " holding another instance's lock, not ";
    }
  }
  return " without ";
}

Finding make_finding(const link::Program& program, const CheckInfo& self, const link::GuardedState& state,
                     const link::GuardedAccess& access) {
  const std::string name = quoted(program.guards->subject(state).name);
  std::string message = name + " is " + verb_of(access) + missing_text(state, access) + reason_text(program, state) +
                        "; hold the lock here, or document why it is not needed";
  Finding finding = make_access_finding(program, self, state, access, std::move(message));
  if (state.source == link::GuardSource::kDeclared) {
    finding.severity = severity_when(program, Severity::kError, state.reached_by_entry);
  }
  if (const link::GuardedAccess* guarded = nearest_guarded(state, access)) {
    finding.related.push_back(
        {place_of(guarded->site), name + " is " + verb_of(*guarded) + " here holding " + held_text(program, *guarded)});
  }
  if (std::optional<Fix> fix = declare_guard(program, state)) {
    finding.fixes.push_back(std::move(*fix));
  }
  return finding;
}

// A function that does without the lock does so for one reason, however often it touches the state.
struct Defect {
  const link::GuardedState* state = nullptr;
  std::map<Place, const link::GuardedAccess*> accesses; // the first of each line
};
using Defects = std::map<std::pair<std::string, std::string>, Defect>; // by state and function

void add_accesses(const link::Program& program, const link::GuardedState& state, Defects& defects) {
  const link::Subject& subject = program.guards->subject(state);
  for (size_t i : state.unguarded) {
    const link::GuardedAccess& access = state.accesses[i];
    if (program.lazy_inits->is_test(access.access->function, access.access->event)) {
      continue;
    }
    AccessHome home = home_of(program, subject, access);
    Defect& defect = defects[{subject.name, function_name(program, home.function)}];
    defect.state = defect.state == nullptr ? &state : defect.state;
    defect.accesses.try_emplace({home.site.file, home.site.line, 0}, &access);
  }
}

} // namespace

void check_unguarded_access(const link::Program& program, const CheckInfo& self, Findings& findings) {
  constexpr std::ptrdiff_t kMostMore = 4;
  Defects defects;
  for (const link::GuardedState& state : program.guards->states()) {
    add_accesses(program, state, defects);
  }
  for (const auto& [name, defect] : defects) {
    auto first = defect.accesses.begin();
    Finding finding = make_finding(program, self, *defect.state, *first->second);
    for (auto other = std::next(first); other != defect.accesses.end() && std::distance(first, other) <= kMostMore;
         ++other) {
      finding.related.push_back({other->first, "it is " + verb_of(*other->second) + " here, too, without the lock"});
    }
    findings.push_back(std::move(finding));
  }
}

} // namespace paraudit::checks
