#include "checker/checks/check.h"

#include "checker/checks/documentation.inc" // made from the .md files at build time

namespace paraudit::checks {

#define PARAUDIT_CHECK(id, name, severity, summary)                                                                    \
  void check_##id(const link::Program& program, const CheckInfo& self, Findings& findings);
#include "checker/checks/checks.def"
#undef PARAUDIT_CHECK

const std::vector<CheckInfo>& all_checks() {
  static const std::vector<CheckInfo> kChecks = {
#define PARAUDIT_CHECK(id, name, severity, summary) {name, Severity::severity, summary, documentation::id, check_##id},
#include "checker/checks/checks.def"
#undef PARAUDIT_CHECK
  };
  return kChecks;
}

} // namespace paraudit::checks
