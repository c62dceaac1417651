// Judges a report against a budget. What a limit is about but the report did not measure is a failure as well: a gate
// that saw nothing must not pass.
//
// Thread-safety: pure. Output is in the order of the budget.
#ifndef PARAUDIT_REPORTS_GATE_EVALUATE_H
#define PARAUDIT_REPORTS_GATE_EVALUATE_H

#include <optional>
#include <string>
#include <vector>

#include "formats/ledger/ledger.h"
#include "reports/analysis/report.h"
#include "reports/gate/budget.h"
#include "reports/gate/issue.h"

namespace paraudit::reports {

struct GateInput {
  const Report& report;
  const std::vector<Issue>& issues; // of the report, with what the baseline knows marked
  std::size_t stale = 0;            // baseline entries
  bool has_baseline = false;
  const formats::Ledger* ledger = nullptr;
};

struct Violation {
  std::string message;              // one line: what is measured, and the limit
  std::vector<std::string> details; // what to look at, a line each
  BudgetPlace at;                   // in the budget
  std::string subject;              // what makes it the same in another run
  Place place;                      // in the source, where it has one
};

struct GateResult {
  std::vector<Violation> violations;
  std::size_t checked = 0; // limits
};

GateResult evaluate(const Budget& budget, const GateInput& input);

// Adds what no limit is about: what of the ledger the program contradicts, and where the report saw nothing. With the
// default budget and no baseline, a report that fails by itself does not pass either. For `paraudit gate`; a report
// says the same in its own verdict.
void judge_report(const Budget& budget, const GateInput& input, GateResult& result);

// Violations as issues, in the budget's file.
std::vector<Issue> issues_of(const Budget& budget, const GateResult& result);

} // namespace paraudit::reports

#endif
