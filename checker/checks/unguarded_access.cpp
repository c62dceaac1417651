#include "checker/checks/unguarded_access.h"

#include "checker/checks/fixes.h"
#include "checker/checks/guard_finding.h"
#include "checker/checks/trace.h"

#include <set>

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

} // namespace

void check_unguarded_access(const link::Program& program, const CheckInfo& self, Findings& findings) {
  std::set<std::pair<std::string, Place>> seen;
  for (const link::GuardedState& state : program.guards->states()) {
    const link::Subject& subject = program.guards->subject(state);
    for (size_t i : state.unguarded) {
      const link::GuardedAccess& access = state.accesses[i];
      Place line{access.site.file, access.site.line, 0};
      bool is_lazy = program.lazy_inits->is_test(access.access->function, access.access->event);
      if (is_lazy || !seen.insert({subject.name, line}).second) {
        continue;
      }
      std::string message = quoted(subject.name) + " is " + verb_of(access) + missing_text(state, access) +
                            reason_text(program, state) + "; hold the lock here, or document why it is not needed";
      Finding finding = make_access_finding(program, self, state, access, std::move(message));
      if (state.source == link::GuardSource::kDeclared) {
        finding.severity = severity_when(program, Severity::kError, state.reached_by_entry);
      }
      if (const link::GuardedAccess* guarded = nearest_guarded(state, access)) {
        finding.related.push_back({place_of(guarded->site), quoted(subject.name) + " is " + verb_of(*guarded) +
                                                                " here holding " + held_text(program, *guarded)});
      }
      if (std::optional<Fix> fix = declare_guard(program, state)) {
        finding.fixes.push_back(std::move(*fix));
      }
      findings.push_back(std::move(finding));
    }
  }
}

} // namespace paraudit::checks
