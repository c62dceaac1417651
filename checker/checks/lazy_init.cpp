#include "checker/checks/lazy_init.h"

#include "checker/checks/fixes.h"
#include "checker/checks/guard_finding.h"
#include "checker/checks/state_finding.h"
#include "checker/checks/trace.h"

#include <set>

namespace paraudit::checks {
namespace {

std::string message_of(const std::string& name, const link::LazyInit& found) {
  if (found.is_relaxed) {
    return quoted(name) + " is the flag of double-checked locking and read with relaxed order: who sees it set may "
                          "not see what it stands for; load it with acquire and store it with release";
  }
  if (found.is_locked_init) {
    return quoted(name) + " is tested outside the lock that it is initialised under, and is not atomic: double-checked "
                          "locking needs an atomic flag with acquire and release, or call_once";
  }
  return quoted(name) + " is tested and then initialised, and nothing synchronises the two: two threads can both "
                        "initialise it; use call_once, a function-local static, or a lock over both";
}

} // namespace

void check_lazy_init(const link::Program& program, const CheckInfo& self, Findings& findings) {
  std::set<std::string> told; // an object that several functions initialise is one defect
  std::vector<StateFinding> of_states;
  for (const link::LazyInit& found : program.lazy_inits->all()) {
    bool is_static = found.state != link::kNoId;
    if (is_static && !program.index->states[found.state].facts.is_definition) {
      continue;
    }
    std::string name =
        is_static ? program.index->states[found.state].id : link::without_template_arguments(found.field);
    if (!told.insert(name).second) {
      continue;
    }
    Finding finding;
    finding.check = self.name;
    bool is_reached = found.counts && program.contexts->is_reached_by_entry(found.function);
    finding.severity = severity_when(program, self.severity, is_reached);
    finding.message = message_of(name, found);
    finding.place = place_of(found.test_site);
    finding.function = function_name(program, found.function);
    const link::Site& declared =
        is_static ? program.index->states[found.state].site : program.index->field_sites.at(found.field);
    finding.related.push_back({place_of(declared), quoted(name) + " is declared here"});
    finding.related.push_back({place_of(found.init_site), quoted(name) + " is initialised here"});
    finding.identity = {name, finding.function};
    if (std::optional<Fix> fix = init_once(program, found)) {
      finding.fixes.push_back(std::move(*fix));
    }
    if (is_static) {
      of_states.push_back({found.state, std::move(finding)});
    } else {
      findings.push_back(std::move(finding));
    }
  }
  add_folded(program, std::move(of_states), findings);
}

} // namespace paraudit::checks
