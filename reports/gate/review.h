// Holds a report against the files that people keep: budget, baseline, ledger. What `paraudit gate` and `paraudit
// ledger verify` say of the same files, as part of the report itself.
//
// Thread-safety: pure but for the report that it fills in. Cost: that of evaluate() and of formats::compare().
#ifndef PARAUDIT_REPORTS_GATE_REVIEW_H
#define PARAUDIT_REPORTS_GATE_REVIEW_H

#include <optional>

#include "formats/baseline/baseline.h"
#include "formats/ledger/ledger.h"
#include "reports/analysis/report.h"
#include "reports/gate/budget.h"

namespace paraudit::reports {

struct ReviewFiles {
  std::optional<Budget> budget;
  std::optional<formats::Baseline> baseline;
  std::optional<formats::Ledger> ledger; // the report needs findings to compare it with
};

// Fills in `review`, what is known of findings and cycles, the states' decisions, and judges the report anew.
void review(const ReviewFiles& files, Report& report);

} // namespace paraudit::reports

#endif
