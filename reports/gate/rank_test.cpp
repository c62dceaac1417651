#include "reports/gate/rank_test.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace paraudit::reports {
namespace {

constexpr std::size_t kExact = 20; // of each sample

// How many of the arrangements of n and m have each U, as probabilities: p(n, m, u) = n/(n+m) p(n-1, m, u-m) +
// m/(n+m) p(n, m-1, u).
std::vector<double> distribution(std::size_t n, std::size_t m) {
  std::vector<std::vector<double>> row(m + 1);
  for (std::size_t j = 0; j <= m; ++j)
    row[j] = {1.0};
  for (std::size_t i = 1; i <= n; ++i) {
    std::vector<std::vector<double>> next(m + 1);
    next[0] = {1.0};
    for (std::size_t j = 1; j <= m; ++j) {
      next[j].assign(i * j + 1, 0.0);
      double take = static_cast<double>(i) / static_cast<double>(i + j);
      for (std::size_t u = 0; u < row[j].size(); ++u)
        next[j][u + j] += take * row[j][u];
      for (std::size_t u = 0; u < next[j - 1].size(); ++u)
        next[j][u] += (1 - take) * next[j - 1][u];
    }
    row = std::move(next);
  }
  return row[m];
}

struct Ranked {
  double u = 0;    // of the first sample
  double ties = 0; // sum of t^3 - t
};

Ranked rank(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<std::pair<double, bool>> all;
  for (double value : a)
    all.emplace_back(value, true);
  for (double value : b)
    all.emplace_back(value, false);
  std::sort(all.begin(), all.end());
  Ranked ranked;
  double sum = 0;
  for (std::size_t i = 0; i < all.size();) {
    std::size_t end = i;
    while (end < all.size() && all[end].first == all[i].first)
      ++end;
    double tied = static_cast<double>(end - i), mean = (static_cast<double>(i + 1) + static_cast<double>(end)) / 2;
    ranked.ties += tied * tied * tied - tied;
    for (; i < end; ++i)
      sum += all[i].second ? mean : 0;
  }
  double n = static_cast<double>(a.size());
  ranked.u = sum - n * (n + 1) / 2;
  return ranked;
}

} // namespace

double rank_test(const std::vector<double>& a, const std::vector<double>& b) {
  if (a.empty() || b.empty())
    return 1;
  Ranked ranked = rank(a, b);
  double n = static_cast<double>(a.size()), m = static_cast<double>(b.size());
  double low = std::min(ranked.u, n * m - ranked.u);
  if (ranked.ties == 0 && a.size() <= kExact && b.size() <= kExact) {
    std::vector<double> weights = distribution(a.size(), b.size());
    double tail = std::accumulate(weights.begin(), weights.begin() + static_cast<long>(low) + 1, 0.0);
    return std::min(1.0, 2 * tail);
  }
  double total = n + m, variance = n * m / 12 * (total + 1 - ranked.ties / (total * (total - 1)));
  if (variance <= 0)
    return 1;
  double z = std::max(0.0, n * m / 2 - low - 0.5) / std::sqrt(variance);
  return std::erfc(z / std::sqrt(2.0));
}

double smallest_probability(std::size_t n, std::size_t m) {
  double arrangements = 1;
  for (std::size_t i = 1; i <= std::min(n, m); ++i)
    arrangements *= static_cast<double>(n + m - i + 1) / static_cast<double>(i);
  return std::min(1.0, 2 / arrangements);
}

std::vector<bool> discoveries(const std::vector<double>& probabilities, double rate) {
  std::vector<std::size_t> order(probabilities.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t x, std::size_t y) { return probabilities[x] < probabilities[y]; });
  std::size_t kept = 0;
  for (std::size_t i = 0; i < order.size(); ++i)
    if (probabilities[order[i]] <= rate * static_cast<double>(i + 1) / static_cast<double>(order.size()))
      kept = i + 1;
  std::vector<bool> result(probabilities.size());
  for (std::size_t i = 0; i < kept; ++i)
    result[order[i]] = true;
  return result;
}

double median_of(std::vector<double> values) {
  if (values.empty())
    return 0;
  std::sort(values.begin(), values.end());
  std::size_t half = values.size() / 2;
  return values.size() % 2 ? values[half] : (values[half - 1] + values[half]) / 2;
}

} // namespace paraudit::reports
