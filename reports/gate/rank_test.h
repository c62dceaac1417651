// Whether two samples differ by more than noise: the Mann-Whitney U test, two-sided.
//
// Exact where both samples are small and hold no ties, else by the normal approximation with ties and continuity
// corrected. Thread-safety: pure. Cost: n * m * (n * m) for the exact one, n log n else.
// Source: H. Mann, D. Whitney (1947); M. Hollander, D. Wolfe, "Nonparametric Statistical Methods", section 4.1.
#ifndef PARAUDIT_REPORTS_GATE_RANK_TEST_H
#define PARAUDIT_REPORTS_GATE_RANK_TEST_H

#include <vector>

namespace paraudit::reports {

// The probability of a difference at least this large between samples of one distribution; 1 where one is empty.
double rank_test(const std::vector<double>& a, const std::vector<double>& b);

// The smallest probability that samples of these sizes can give.
double smallest_probability(std::size_t n, std::size_t m);

// Benjamini-Hochberg: of many probabilities, which are below `rate` as false discoveries go.
std::vector<bool> discoveries(const std::vector<double>& probabilities, double rate);

double median_of(std::vector<double> values); // 0 where empty

} // namespace paraudit::reports

#endif
