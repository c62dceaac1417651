// Order statistics of recorded durations.
//
// Thread-safety: pure. Percentiles are nearest-rank: always a value that occurred.
#ifndef PARAUDIT_REPORTS_ANALYSIS_DISTRIBUTION_H
#define PARAUDIT_REPORTS_ANALYSIS_DISTRIBUTION_H

#include <cstdint>
#include <optional>
#include <vector>

namespace paraudit::reports {

// `sorted` ascending, 0 < percent <= 100; nothing for an empty list.
std::optional<std::uint64_t> percentile(const std::vector<std::uint64_t>& sorted, double percent);

// Half width of the 95 % confidence interval of the mean (normal approximation); nothing below two values.
std::optional<double> mean_error(const std::vector<std::uint64_t>& values);

} // namespace paraudit::reports

#endif
