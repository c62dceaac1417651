#include "checker/checks/undocumented.h"

#include "checker/checks/ledger_facts.h"

namespace paraudit::checks {

void check_undocumented(const link::Program& program, const CheckInfo& self, Findings& findings) {
  for (formats::Discrepancy& discrepancy : ledger_discrepancies(program)) {
    if (discrepancy.kind != formats::DiscrepancyKind::kNew) {
      continue;
    }
    Finding finding;
    finding.check = self.name;
    finding.severity = self.severity;
    finding.message = std::move(discrepancy.message);
    finding.place = {discrepancy.site.file, discrepancy.site.line, discrepancy.site.column};
    finding.identity = std::move(discrepancy.identity);
    findings.push_back(std::move(finding));
  }
}

} // namespace paraudit::checks
