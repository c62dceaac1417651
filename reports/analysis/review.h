// What people decided about the program, held against the report: ledger, baseline, budget. reports/gate fills it in.
//
// Thread-safety: plain data. Each is absent where no such file was given.
#ifndef PARAUDIT_REPORTS_ANALYSIS_REVIEW_H
#define PARAUDIT_REPORTS_ANALYSIS_REVIEW_H

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace paraudit::reports {

// What the ledger says of one piece of shared state.
struct StateDecision {
  std::string decision, guard, owner, why;
  std::vector<std::string> invariants; // sentences
  std::uint32_t line = 0;              // in the ledger
};

// Where ledger and program differ.
struct LedgerNote {
  std::string kind, message; // "new", "stale", "contradicted", "unused", "not seen"
  std::uint32_t line = 0;    // in the ledger; 0: the subject has no entry
  std::string file;          // in the source; empty where there is no place
  std::uint32_t source_line = 0;
};

struct LedgerReview {
  std::string path;
  std::uint64_t entries = 0, undecided = 0;
  std::vector<LedgerNote> notes; // by kind, then place
};

struct ReviewedIssue {
  std::string check, level, fingerprint, message; // level: "error", "warning" or "note"; empty for what is stale
  std::string file;
  std::uint32_t line = 0;
};

struct BaselineReview {
  std::string path;
  std::uint64_t known = 0;
  std::vector<ReviewedIssue> fresh; // findings and cycles that the baseline does not know, worst first
  std::vector<ReviewedIssue> stale; // what it knows and the report does not show
};

struct ExceededLimit {
  std::string message;
  std::vector<std::string> details;
  std::uint32_t line = 0, column = 0; // in the budget
};

struct BudgetReview {
  std::string path;
  std::uint64_t checked = 0;
  std::vector<ExceededLimit> exceeded; // in the budget's order
};

struct Review {
  std::optional<LedgerReview> ledger;
  std::optional<BaselineReview> baseline;
  std::optional<BudgetReview> budget;
};

} // namespace paraudit::reports

#endif
