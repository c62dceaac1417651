#include "checker/checks/const_mutation.h"

#include "checker/checks/guard_finding.h"
#include "checker/checks/trace.h"

#include <map>
#include <set>

namespace paraudit::checks {

void check_const_mutation(const link::Program& program, const CheckInfo& self, Findings& findings) {
  std::set<Place> seen;                                     // instantiations of a template are one function
  std::map<std::string, std::pair<size_t, size_t>> globals; // by name: the finding, and how many more functions
  for (const link::ConstChange& change : program.const_changes->all()) {
    const link::Function& function = program.index->functions[change.function];
    Place place = place_of(program.index->site(function, function.facts->where));
    if (!seen.insert(place).second) {
      continue;
    }
    if (program.index->paths[change.path].root == facts::RootKind::kGlobal) {
      auto [known, is_first] = globals.try_emplace(change.subject, findings.size(), 0);
      if (!is_first) {
        ++known->second.second;
        continue;
      }
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
  // Many functions that change one global are one defect: that of the global.
  for (const auto& [name, known] : globals) {
    if (const auto& [first, more] = known; more > 0) {
      findings[first].related.push_back(
          {findings[first].place, quoted(name) + " is changed in " + std::to_string(more) + " more const functions"});
    }
  }
}

} // namespace paraudit::checks
