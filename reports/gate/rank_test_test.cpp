#include "reports/gate/rank_test.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace paraudit::reports {
namespace {

using ::testing::ElementsAre;

// Every arrangement of the pooled sample, counted.
double brute_force(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> all(a);
  all.insert(all.end(), b.begin(), b.end());
  std::sort(all.begin(), all.end());
  auto u_of = [&](const std::vector<bool>& first) {
    double u = 0;
    for (std::size_t i = 0; i < all.size(); ++i)
      for (std::size_t j = 0; first[i] && j < all.size(); ++j)
        u += !first[j] && all[i] > all[j];
    return u;
  };
  std::vector<bool> mask(all.size());
  for (std::size_t i = 0; i < all.size(); ++i)
    mask[i] = std::find(a.begin(), a.end(), all[i]) != a.end();
  double middle = static_cast<double>(a.size() * b.size()) / 2, seen = std::fabs(u_of(mask) - middle);
  std::vector<bool> each(all.size());
  std::fill(each.begin(), each.begin() + static_cast<long>(a.size()), true);
  std::sort(each.begin(), each.end());
  double extreme = 0, total = 0;
  do {
    total += 1;
    extreme += std::fabs(u_of(each) - middle) >= seen;
  } while (std::next_permutation(each.begin(), each.end()));
  return extreme / total;
}

TEST(RankTest, IsWhatCountingAllArrangementsGives) {
  std::mt19937 random(3);
  std::uniform_real_distribution<double> number(0, 1);
  for (int round = 0; round < 60; ++round) {
    std::vector<double> a(1 + random() % 5), b(1 + random() % 5);
    for (double& value : a)
      value = number(random);
    for (double& value : b)
      value = number(random) + (round % 3) * 0.4;
    EXPECT_NEAR(rank_test(a, b), brute_force(a, b), 1e-9);
  }
}

TEST(RankTest, FourOfEachAreTheFewestThatTell) {
  EXPECT_NEAR(rank_test({1, 2, 3}, {4, 5, 6}), 0.1, 1e-9);
  EXPECT_NEAR(rank_test({1, 2, 3, 4}, {5, 6, 7, 8}), 2.0 / 70, 1e-9);
  EXPECT_NEAR(smallest_probability(3, 3), 0.1, 1e-9);
  EXPECT_NEAR(smallest_probability(4, 4), 2.0 / 70, 1e-9);
  EXPECT_EQ(rank_test({}, {1}), 1);
  EXPECT_EQ(rank_test({1, 1, 1, 1}, {1, 1, 1, 1}), 1);
}

TEST(RankTest, HoldsItsErrorRateWithTiesAndManyValues) {
  std::mt19937 random(9);
  int rejected = 0;
  for (int round = 0; round < 2000; ++round) {
    std::vector<double> a(30), b(25);
    for (double& value : a)
      value = static_cast<double>(random() % 12);
    for (double& value : b)
      value = static_cast<double>(random() % 12);
    rejected += rank_test(a, b) < 0.05;
  }
  EXPECT_GT(rejected, 50);
  EXPECT_LT(rejected, 140);
}

TEST(RankTest, ManyQuestionsNeedStrongerAnswers) {
  EXPECT_THAT(discoveries({0.04, 0.5, 0.6, 0.7}, 0.05), ElementsAre(false, false, false, false));
  EXPECT_THAT(discoveries({0.5, 0.001, 0.02, 0.9}, 0.05), ElementsAre(false, true, true, false));
  EXPECT_THAT(discoveries({}, 0.05), ElementsAre());
}

} // namespace
} // namespace paraudit::reports
