// What every check is: a pure function from the linked program to findings.
//
// Thread-safety: checks read only; several may run at once on one program.
#ifndef PARAUDIT_CHECKER_CHECKS_CHECK_H
#define PARAUDIT_CHECKER_CHECKS_CHECK_H

#include "checker/checks/finding.h"
#include "checker/link/link.h"

#include <string>
#include <string_view>
#include <vector>

namespace paraudit::checks {

using Findings = std::vector<Finding>;

struct CheckInfo {
  const char* name;
  Severity severity;
  const char* summary;
  const char* documentation; // the check's page, Markdown
  void (*run)(const link::Program& program, const CheckInfo& self, Findings& findings);
};

// Lists what could be done, not what is wrong: runs only where it is asked for by its whole name.
inline bool is_off_unless_named(const CheckInfo& check) {
  return std::string_view(check.name) == "paraudit-parallel-candidate";
}

// Every check there is, in the order of checks.def.
const std::vector<CheckInfo>& all_checks();

} // namespace paraudit::checks

#endif
