#include "checker/checks/const_mutation.h"

#include "checker/checks/guard_finding.h"
#include "checker/checks/trace.h"

#include <set>

namespace paraudit::checks {

void check_const_mutation(const link::Program& program, const CheckInfo& self, Findings& findings) {
  std::set<Place> seen; // instantiations of a template are one function
  for (const link::ConstChange& change : program.const_changes->all()) {
    const link::Function& function = program.index->functions[change.function];
    Place place = place_of(program.index->site(function, function.facts->where));
    if (!seen.insert(place).second) {
      continue;
    }
    Finding finding;
    finding.check = self.name;
    bool is_reached = change.counts && program.contexts->is_reached_by_entry(change.function);
    finding.severity = severity_when(program, self.severity, is_reached);
    const char* kind = function.facts->is_const ? "const function " : "function with a reference to const, ";
    finding.message = kind + quoted(function.facts->name) + " changes " + change.what +
                      " with no lock held: callers take const for safe to call from several threads; lock it, make "
                      "it atomic, or drop the const";
    finding.place = place;
    finding.function = function.facts->name;
    finding.trace.push_back({1,
                             place_of(change.site),
                             change.what + " is changed in " + quoted(function_name(program, change.changer)),
                             {}});
    finding.identity = {change.subject, finding.function};
    findings.push_back(std::move(finding));
  }
}

} // namespace paraudit::checks
