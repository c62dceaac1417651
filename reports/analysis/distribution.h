// Order statistics of recorded durations, in bounded memory.
//
// Up to 4096 values are kept as they are: percentiles are nearest-rank, a value that occurred. Beyond, they are counted
// in log-linear buckets (as HdrHistogram's: G. Tene): exact below 1024, else within 0.1 %. Count, mean, its error and
// the largest value are exact always.
//
// Thread-safety: one writer, then const use from anywhere. Cost: add about 3 ns; at most 150 kB.
#ifndef PARAUDIT_REPORTS_ANALYSIS_DISTRIBUTION_H
#define PARAUDIT_REPORTS_ANALYSIS_DISTRIBUTION_H

#include <algorithm>
#include <bit>
#include <cstdint>
#include <optional>
#include <vector>

namespace paraudit::reports {

class Distribution {
 public:
  void add(std::uint64_t value) {
    if (count_ == 0)
      first_ = value;
    ++count_;
    auto offset = static_cast<double>(static_cast<std::int64_t>(value - first_));
    sum_ += offset;
    squares_ += offset * offset;
    max_ = std::max(max_, value);
    if (buckets_.empty()) {
      keep(value);
      return;
    }
    ++buckets_[bucket_of(value)];
  }

  std::uint64_t count() const { return count_; }
  // 0 < percent <= 100; nothing while it is empty.
  std::optional<std::uint64_t> percentile(double percent) const;
  // Half width of the 95 % confidence interval of the mean (normal approximation); nothing below two values.
  std::optional<double> mean_error() const;

 private:
  static constexpr std::size_t kExact = 4096;
  static constexpr unsigned kBits = 10; // a bucket spans 2^-(kBits - 1) of its values at most
  static constexpr std::size_t kHalf = std::size_t{1} << (kBits - 1);

  static std::size_t bucket_of(std::uint64_t value) {
    if (value < 2 * kHalf)
      return value;
    auto shift = static_cast<unsigned>(std::bit_width(value)) - kBits;
    return shift * kHalf + (value >> shift);
  }
  static std::uint64_t middle_of(std::size_t bucket);
  void keep(std::uint64_t value);

  std::uint64_t count_ = 0, max_ = 0, first_ = 0;
  double sum_ = 0, squares_ = 0;       // of the differences to the first value
  std::vector<std::uint64_t> values_;  // until there are too many
  std::vector<std::uint32_t> buckets_; // from then on
};

} // namespace paraudit::reports

#endif
