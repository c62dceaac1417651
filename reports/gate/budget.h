// The budget: the limits that a report must keep, as a YAML file in the user's repository
// (reports/schema/budget.schema.json).
//
// Thread-safety: plain data. Errors: formats::LocatedError with line and column.
#ifndef PARAUDIT_REPORTS_GATE_BUDGET_H
#define PARAUDIT_REPORTS_GATE_BUDGET_H

#include <cstdint>
#include <string>
#include <vector>

namespace paraudit::reports {

enum class TotalLimit {
#define PARAUDIT_TOTAL_LIMIT(NAME, name, what, unit) k##NAME,
#include "reports/gate/limits.def"
};

enum class LockLimit {
#define PARAUDIT_LOCK_LIMIT(NAME, name, what, unit) k##NAME,
#include "reports/gate/limits.def"
};

struct LimitInfo {
  const char *name, *what, *unit;
  bool is_minimum() const { return name[1] == 'i'; }
};
const LimitInfo& info_of(TotalLimit limit);
const LimitInfo& info_of(LockLimit limit);

struct BudgetPlace {
  std::uint32_t line = 0, column = 0;
};

struct TotalRule {
  TotalLimit limit;
  double bound = 0;
  BudgetPlace at;
};

struct LockBound {
  LockLimit limit;
  double bound = 0;
  BudgetPlace at;
};

struct LockRule {
  std::string name;          // with * for anything
  std::uint32_t threads = 0; // of the runs that count; 0: all
  bool of_waits = false;     // wait objects, not locks
  std::vector<LockBound> bounds;
  BudgetPlace at;
};

struct SpeedupRule {
  std::uint32_t threads = 0;
  double bound = 0;          // at least
  bool is_predicted = true;  // by replay; else measured
  std::string configuration; // of measured ones; empty: the first series
  BudgetPlace at;
};

struct Budget {
  std::string path;
  std::vector<TotalRule> totals;
  std::vector<LockRule> locks;
  std::vector<SpeedupRule> speedups;
};

Budget parse_budget(const std::string& path, const std::string& text);
Budget read_budget(const std::string& path);
// Where none is given: no new cycle, no new finding at error level.
Budget default_budget();

} // namespace paraudit::reports

#endif
