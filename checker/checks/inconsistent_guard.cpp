#include "checker/checks/inconsistent_guard.h"

#include "checker/checks/guard_finding.h"
#include "checker/checks/trace.h"

#include <algorithm>
#include <set>

namespace paraudit::checks {

void check_inconsistent_guard(const link::Program& program, const CheckInfo& self, Findings& findings) {
  std::set<std::pair<std::string, Place>> seen;
  for (const link::GuardedState& state : program.guards->states()) {
    if (state.inconsistent.empty()) {
      continue;
    }
    const link::Subject& subject = program.guards->subject(state);
    const link::GuardedAccess& access = state.accesses[state.inconsistent.front()];
    if (!seen.insert({subject.name, place_of(access.site)}).second) {
      continue;
    }
    std::string usual = quoted(lock_name(program, state.guard.lock));
    std::string message = quoted(subject.name) + " is " + verb_of(access) + " holding " + held_text(program, access) +
                          ", and elsewhere holding " + usual +
                          ": two locks exclude nobody; choose one of them for every access";
    Finding finding = make_access_finding(program, self, state, access, std::move(message));
    for (const link::GuardedAccess& other : state.accesses) {
      bool holds_usual = std::any_of(other.held.begin(), other.held.end(),
                                     [&](const auto& held) { return held.first == state.guard; });
      if (holds_usual) {
        finding.related.push_back(
            {place_of(other.site), "it is " + verb_of(other) + " here holding " + held_text(program, other)});
        break;
      }
    }
    for (size_t i : state.inconsistent) {
      if (state.accesses[i].site != access.site) {
        finding.related.push_back(
            {place_of(state.accesses[i].site), "it is " + verb_of(state.accesses[i]) + " here, too, without " + usual});
        break;
      }
    }
    findings.push_back(std::move(finding));
  }
}

} // namespace paraudit::checks
