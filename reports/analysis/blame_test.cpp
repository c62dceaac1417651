#include "reports/analysis/blame.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/analysis/distribution.h"
#include "reports/analysis/wait_windows.h"

namespace paraudit::reports {

bool operator==(const BlamePiece& a, const BlamePiece& b) {
  return a.wait == b.wait && a.release == b.release && a.length == b.length;
}
void PrintTo(const BlamePiece& piece, std::ostream* out) {
  *out << "{wait " << piece.wait << ", release " << static_cast<std::int64_t>(piece.release) << ", " << piece.length
       << "}";
}

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::size_t kNobody = BlamePiece::kNobody;

TEST(Blame, GivesAWaitToTheOneWhoReleasedInIt) {
  // Thread 2 waits from 100 to 300; thread 1 lets go at 290.
  EXPECT_THAT(attribute_waits({{7, 100, 300, 2}}, {{7, 290, 1}}, BlameRule::kEveryHolder, 10),
              ElementsAre(BlamePiece{0, 0, 200}));
}

TEST(Blame, CutsAWaitAtEveryHandOver) {
  // Held by thread 1 to 150, by thread 3 to 280; the hand-off up to 300 is the last holder's.
  EXPECT_THAT(attribute_waits({{7, 100, 300, 2}}, {{7, 280, 3}, {7, 150, 1}}, BlameRule::kEveryHolder, 10),
              ElementsAre(BlamePiece{0, 1, 50}, BlamePiece{0, 0, 150}));
}

TEST(Blame, LooksAtTheSameObjectAndOtherThreadsOnly) {
  EXPECT_THAT(attribute_waits({{7, 100, 300, 2}}, {{8, 200, 1}, {7, 200, 2}, {7, 90, 1}, {7, 900, 1}},
                              BlameRule::kEveryHolder, 10),
              ElementsAre(BlamePiece{0, kNobody, 200}));
}

TEST(Blame, CountsAReleaseThatWasStampedJustAfterTheWait) {
  EXPECT_THAT(attribute_waits({{7, 100, 300, 2}}, {{7, 305, 1}, {7, 150, 3}}, BlameRule::kEveryHolder, 10),
              ElementsAre(BlamePiece{0, 1, 50}, BlamePiece{0, 0, 150}));
}

TEST(Blame, CountsAnUnlockWithTwoRecordsOnce) {
  EXPECT_THAT(attribute_waits({{7, 100, 300, 2}}, {{7, 290, 1}, {7, 290, 1}}, BlameRule::kEveryHolder, 10),
              ElementsAre(BlamePiece{0, 0, 200}));
}

TEST(Blame, StopsAtTheWaitersOwnRelease) {
  // The waiter has the lock from 300 and lets it go at 303: what thread 1 did by 306 came later.
  EXPECT_THAT(attribute_waits({{7, 100, 300, 2}}, {{7, 303, 2}, {7, 306, 1}}, BlameRule::kEveryHolder, 10),
              ElementsAre(BlamePiece{0, kNobody, 200}));
}

TEST(Blame, AWaiterThatNamesItsHolderDecidesTheLastPiece) {
  // Site 4 let the waiter in without a word (nobody slept); what site 3 released at 150 is a sampled hold.
  EXPECT_THAT(attribute_waits({{7, 100, 300, 2, 4}}, {{7, 150, 3, 3}}, BlameRule::kEveryHolder, 10),
              ElementsAre(BlamePiece{0, 0, 50}, BlamePiece{0, kNobody, 150}));
  EXPECT_THAT(attribute_waits({{7, 100, 300, 2, 4}}, {{7, 150, 3, 3}, {7, 290, 1, 4}}, BlameRule::kEveryHolder, 10),
              ElementsAre(BlamePiece{0, 0, 50}, BlamePiece{0, 1, 150}));
}

TEST(Blame, TwoThreadsThatTakeTurns) {
  // 1 holds 0..100, 2 waits 10..100 and holds to 200, 1 waits 120..200.
  std::vector<WaitEvent> waits = {{7, 10, 100, 2}, {7, 120, 200, 1}};
  std::vector<ReleaseEvent> releases = {{7, 100, 1}, {7, 200, 2}};
  EXPECT_THAT(attribute_waits(waits, releases, BlameRule::kEveryHolder, 0),
              ElementsAre(BlamePiece{0, 0, 90}, BlamePiece{1, 1, 80}));
}

TEST(Blame, GivesAnObjectsWaitToTheLastSignal) {
  EXPECT_THAT(attribute_waits({{7, 100, 300, 2}}, {{7, 150, 1}, {7, 295, 3}}, BlameRule::kLastSignal, 10),
              ElementsAre(BlamePiece{0, 1, 200}));
}

TEST(Blame, NothingComesOfNothing) {
  EXPECT_THAT(attribute_waits({}, {{7, 1, 1}}, BlameRule::kEveryHolder, 10), IsEmpty());
}

TEST(WaitWindows, HoldTheTimesInWhichSomebodyWaited) {
  WaitWindows windows({{7, 100, 200, 1}, {7, 150, 300, 2}, {7, 500, 600, 1}, {8, 0, 50, 1}}, 10);
  EXPECT_EQ(windows.of(9), nullptr);
  WaitWindows::Windows& seven = *windows.of(7);
  std::vector<std::uint64_t> inside;
  for (std::uint64_t time : {50, 100, 101, 250, 310, 311, 400, 501, 610, 611, 700})
    if (seven.holds(time))
      inside.push_back(time);
  EXPECT_THAT(inside, ElementsAre(101u, 250u, 310u, 501u, 610u));
  EXPECT_TRUE(seven.holds(260)) << "a record may be stamped a little before the one that it follows";
}

Distribution distribution_of(const std::vector<std::uint64_t>& values) {
  Distribution distribution;
  for (std::uint64_t value : values)
    distribution.add(value);
  return distribution;
}

TEST(Distribution, PercentilesAreValuesThatOccurred) {
  std::vector<std::uint64_t> values;
  for (std::uint64_t i = 200; i >= 1; --i)
    values.push_back(i);
  Distribution distribution = distribution_of(values);
  EXPECT_EQ(distribution.percentile(50), 100u);
  EXPECT_EQ(distribution.percentile(99), 198u);
  EXPECT_EQ(distribution.percentile(100), 200u);
  EXPECT_EQ(distribution_of({5}).percentile(1), 5u);
  EXPECT_EQ(Distribution().percentile(50), std::nullopt);
}

TEST(Distribution, ManyValuesAreWithinATenthOfAPercent) {
  Distribution distribution;
  for (std::uint64_t i = 1; i <= 100000; ++i)
    distribution.add(i * 1000);
  EXPECT_NEAR(static_cast<double>(*distribution.percentile(50)), 50e6, 50e3);
  EXPECT_NEAR(static_cast<double>(*distribution.percentile(99)), 99e6, 99e3);
  EXPECT_EQ(distribution.percentile(100), 100000u * 1000);
  EXPECT_NEAR(*distribution.mean_error(), 1.96 * 28867658 / std::sqrt(1e5), 10);
}

TEST(Distribution, SmallValuesStayExactHoweverManyThereAre) {
  Distribution distribution;
  for (std::uint64_t i = 0; i < 100000; ++i)
    distribution.add(i % 1000);
  EXPECT_EQ(distribution.percentile(50), 499u);
  EXPECT_EQ(distribution.percentile(99), 989u);
}

TEST(Distribution, ErrorOfTheMean) {
  EXPECT_EQ(distribution_of({5}).mean_error(), std::nullopt);
  EXPECT_NEAR(*distribution_of({10, 20, 30, 40}).mean_error(), 1.96 * 12.90994 / 2, 1e-3);
}

} // namespace
} // namespace paraudit::reports
