// What the checks on guards have in common: severity by reachability, how state and locks are named, nearest accesses.
//
// Thread-safety: free functions without state.
#ifndef PARAUDIT_CHECKER_CHECKS_GUARD_FINDING_H
#define PARAUDIT_CHECKER_CHECKS_GUARD_FINDING_H

#include "checker/checks/check.h"

#include <set>
#include <string>

namespace paraudit::checks {

// Where the program has parallel entries, what none of them reaches is worth a remark.
Severity severity_when(const link::Program& program, Severity usual, bool is_reached);

// A finding at an access, with the calls that lead to it as a trace.
Finding make_access_finding(const link::Program& program, const CheckInfo& self, const link::GuardedState& state,
                            const link::GuardedAccess& access, std::string message);

// Where the state is accessed, as its owner's code says it: the access itself, or the call by which a method of the
// class that has the field lets a method of the field's own class (or another helper) do it.
struct AccessHome {
  link::Site site;
  link::FunctionId function = link::kNoId;
};
AccessHome home_of(const link::Program& program, const link::Subject& subject, const link::GuardedAccess& access);

// "read", "written" or "changed"
std::string verb_of(const link::GuardedAccess& access);
// "'Table::mutex_'", "no lock"
std::string held_text(const link::Program& program, const link::GuardedAccess& access);
// The access that holds the guard and lies nearest: same file first, then by distance.
const link::GuardedAccess* nearest_guarded(const link::GuardedState& state, const link::GuardedAccess& to);

} // namespace paraudit::checks

#endif
