#include "reports/analysis/distribution.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace paraudit::reports {

std::optional<std::uint64_t> percentile(const std::vector<std::uint64_t>& sorted, double percent) {
  if (sorted.empty())
    return std::nullopt;
  double rank = std::ceil(percent / 100.0 * static_cast<double>(sorted.size()));
  auto index = static_cast<std::size_t>(std::max(rank, 1.0)) - 1;
  return sorted[std::min(index, sorted.size() - 1)];
}

std::optional<double> mean_error(const std::vector<std::uint64_t>& values) {
  if (values.size() < 2)
    return std::nullopt;
  auto count = static_cast<double>(values.size());
  double mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
  double squares = 0;
  for (std::uint64_t value : values)
    squares += (static_cast<double>(value) - mean) * (static_cast<double>(value) - mean);
  return 1.96 * std::sqrt(squares / (count - 1) / count);
}

} // namespace paraudit::reports
