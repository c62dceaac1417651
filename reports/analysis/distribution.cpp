#include "reports/analysis/distribution.h"

#include <cmath>

namespace paraudit::reports {

void Distribution::keep(std::uint64_t value) {
  values_.push_back(value);
  if (values_.size() < kExact)
    return;
  buckets_.resize((64 - kBits) * kHalf + 2 * kHalf);
  for (std::uint64_t kept : values_)
    ++buckets_[bucket_of(kept)];
  values_ = {};
}

std::uint64_t Distribution::middle_of(std::size_t bucket) {
  if (bucket < 2 * kHalf)
    return bucket;
  std::size_t shift = bucket / kHalf - 1;
  std::uint64_t low = std::uint64_t{bucket - shift * kHalf} << shift;
  return low + ((std::uint64_t{1} << shift) - 1) / 2;
}

std::optional<std::uint64_t> Distribution::percentile(double percent) const {
  if (count_ == 0)
    return std::nullopt;
  auto rank = static_cast<std::uint64_t>(std::max(std::ceil(percent / 100.0 * static_cast<double>(count_)), 1.0));
  if (rank >= count_)
    return max_;
  if (buckets_.empty()) {
    std::vector<std::uint64_t> sorted = values_;
    auto at = sorted.begin() + static_cast<std::ptrdiff_t>(rank - 1);
    std::nth_element(sorted.begin(), at, sorted.end());
    return *at;
  }
  std::uint64_t seen = 0;
  for (std::size_t bucket = 0; bucket < buckets_.size(); ++bucket) {
    seen += buckets_[bucket];
    if (seen >= rank)
      return std::min(middle_of(bucket), max_);
  }
  return max_;
}

std::optional<double> Distribution::mean_error() const {
  if (count_ < 2)
    return std::nullopt;
  auto count = static_cast<double>(count_);
  double variance = std::max(squares_ - sum_ * sum_ / count, 0.0) / (count - 1);
  return 1.96 * std::sqrt(variance / count);
}

} // namespace paraudit::reports
