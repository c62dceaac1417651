#include "checker/checks/ledger_stale.h"

#include "checker/checks/ledger_facts.h"
#include "formats/ledger/ledger.h"

namespace paraudit::checks {
namespace {

// A stated order that the program or other statements break is paraudit-lock-order-contradiction's.
bool is_of_order(const formats::Discrepancy& discrepancy) {
  const std::string& what = discrepancy.identity.back();
  return discrepancy.identity.size() == 3 && (what == "order" || what == "cycle");
}

} // namespace

void check_ledger_stale(const link::Program& program, const CheckInfo& self, Findings& findings) {
  for (formats::Discrepancy& discrepancy : ledger_discrepancies(program)) {
    bool is_stale = discrepancy.kind == formats::DiscrepancyKind::kStale;
    bool is_contradicted = discrepancy.kind == formats::DiscrepancyKind::kContradicted && !is_of_order(discrepancy);
    if (!is_stale && !is_contradicted) {
      continue;
    }
    Finding finding;
    finding.check = self.name;
    finding.severity = self.severity;
    finding.message = std::move(discrepancy.message);
    finding.place = {program.ledger->path, discrepancy.at.line, discrepancy.at.column};
    if (!discrepancy.site.file.empty()) {
      finding.related.push_back(
          {{discrepancy.site.file, discrepancy.site.line, discrepancy.site.column}, discrepancy.site_message});
    }
    finding.identity = std::move(discrepancy.identity);
    findings.push_back(std::move(finding));
  }
}

} // namespace paraudit::checks
