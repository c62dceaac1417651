#include "checker/checks/check_then_act.h"

#include "checker/checks/guard_finding.h"
#include "checker/checks/trace.h"

namespace paraudit::checks {

void check_check_then_act(const link::Program& program, const CheckInfo& self, Findings& findings) {
  for (const link::CheckThenAct& found : program.two_sections->all()) {
    const std::string& lock = lock_name(program, found.lock);
    Finding finding;
    finding.check = self.name;
    bool is_reached = found.counts && program.contexts->is_reached_by_entry(found.function);
    finding.severity = severity_when(program, self.severity, is_reached);
    finding.message = quoted(found.subject) + " is changed in another critical section of " + quoted(lock) +
                      " than the one that tested it: another thread can change it in between; test and act under one "
                      "acquisition, or test again";
    finding.place = place_of(found.act_site);
    finding.function = function_name(program, found.function);
    finding.trace.push_back({1, place_of(found.test_site), quoted(found.subject) + " is tested here", {lock}});
    finding.trace.push_back(
        {1,
         finding.place,
         quoted(found.subject) + " is changed here, after " + quoted(lock) + " was released and taken again",
         {lock}});
    finding.identity = {found.subject, lock, finding.function};
    findings.push_back(std::move(finding));
  }
}

} // namespace paraudit::checks
