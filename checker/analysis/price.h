// What code costs, in operations: the estimate that tells loops worth a task from others. Nothing is run or counted.
//
// An operation is arithmetic, a comparison, a look through a pointer or a test; calls and allocations are several.
// Names, literals and conversions cost nothing. Of branches each is taken as often as the other, inner loops run eight
// times. Thread-safety: pure. Private to checker/analysis.
#ifndef PARAUDIT_CHECKER_ANALYSIS_PRICE_H
#define PARAUDIT_CHECKER_ANALYSIS_PRICE_H

#include "checker/analysis/clang_headers.h"

#include <algorithm>
#include <cstdint>

namespace paraudit::analysis {

// A sum of prices. Code runs `rate` sixteenths of the times that the whole does.
class Price {
 public:
  static constexpr std::uint32_t kAlways = 16;

  void add(std::uint32_t operations, std::uint32_t rate) {
    sixteenths_ = std::min<std::uint64_t>(sixteenths_ + std::uint64_t{operations} * rate, kMax);
  }
  std::uint32_t operations() const { return static_cast<std::uint32_t>(sixteenths_ / kAlways); }

 private:
  static constexpr std::uint64_t kMax = std::uint64_t{kAlways} << 20;
  std::uint64_t sixteenths_ = 0;
};

// Of the statement itself, without what it is made of.
std::uint32_t operations_of(const clang::Stmt* statement);

// How often a part of a statement runs that itself runs at this rate.
std::uint32_t rate_of_part(const clang::Stmt* statement, const clang::Stmt* part, std::uint32_t rate);

} // namespace paraudit::analysis

#endif
