#include "reports/analysis/blame.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/analysis/distribution.h"
#include "reports/analysis/merge_runs.h"
#include "reports/analysis/wait_windows.h"

namespace paraudit::reports {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::size_t kNobody = static_cast<std::size_t>(-1);

struct Wait {
  std::uint64_t object = 0, begin = 0, end = 0;
  std::uint32_t thread = 0, holder_site = 0;
};

struct Release {
  std::uint64_t object = 0, time = 0;
  std::uint32_t thread = 0, site = 0;
};

// Of the wait with this index; `release` is an index too.
struct Piece {
  std::size_t wait = 0, release = kNobody;
  std::uint64_t length = 0;
  bool operator==(const Piece&) const = default;
};
void PrintTo(const Piece& piece, std::ostream* out) {
  *out << "{wait " << piece.wait << ", release " << static_cast<std::int64_t>(piece.release) << ", " << piece.length
       << "}";
}

// The origins are the indices.
ObjectEvents events_of(const std::vector<Wait>& waits) {
  ObjectEvents events;
  for (std::uint32_t i = 0; const Wait& wait : waits)
    events.add_wait({wait.begin, wait.end, wait.thread, i++, wait.holder_site, events.number_of(wait.object)});
  events.group_waits();
  return events;
}

// By wait, then as they were told.
std::vector<Piece> pieces_of(const std::vector<Wait>& waits, const std::vector<Release>& releases, BlameRule rule,
                             std::uint64_t slack) {
  ObjectEvents events = events_of(waits);
  for (std::uint32_t i = 0; const Release& release : releases) {
    std::uint32_t origin = i++;
    if (const std::uint32_t* object = events.find(release.object))
      events.add_release(*object, {release.time, release.thread, origin});
  }
  std::vector<Piece> pieces;
  events.attribute_waits(
      rule, slack, [&](std::uint32_t origin) { return releases[origin].site; },
      [&](const WaitEvent& wait, const ReleaseEvent* release, std::uint64_t length) {
        pieces.push_back({wait.origin, release == nullptr ? kNobody : release->origin, length});
      });
  merge_runs(pieces.data(), pieces.data() + pieces.size(),
             [](const Piece& a, const Piece& b) { return a.wait < b.wait; });
  return pieces;
}

TEST(Blame, GivesAWaitToTheOneWhoReleasedInIt) {
  // Thread 2 waits from 100 to 300; thread 1 lets go at 290.
  EXPECT_THAT(pieces_of({{7, 100, 300, 2}}, {{7, 290, 1}}, BlameRule::kEveryHolder, 10), ElementsAre(Piece{0, 0, 200}));
}

TEST(Blame, CutsAWaitAtEveryHandOver) {
  // Held by thread 1 to 150, by thread 3 to 280; the hand-off up to 300 is the last holder's.
  EXPECT_THAT(pieces_of({{7, 100, 300, 2}}, {{7, 280, 3}, {7, 150, 1}}, BlameRule::kEveryHolder, 10),
              ElementsAre(Piece{0, 1, 50}, Piece{0, 0, 150}));
}

TEST(Blame, LooksAtTheSameObjectAndOtherThreadsOnly) {
  EXPECT_THAT(
      pieces_of({{7, 100, 300, 2}}, {{8, 200, 1}, {7, 200, 2}, {7, 90, 1}, {7, 900, 1}}, BlameRule::kEveryHolder, 10),
      ElementsAre(Piece{0, kNobody, 200}));
}

TEST(Blame, CountsAReleaseThatWasStampedJustAfterTheWait) {
  EXPECT_THAT(pieces_of({{7, 100, 300, 2}}, {{7, 305, 1}, {7, 150, 3}}, BlameRule::kEveryHolder, 10),
              ElementsAre(Piece{0, 1, 50}, Piece{0, 0, 150}));
}

TEST(Blame, WaitsLongerForTheOnlyReleaseThatThereIs) {
  // The waiter was woken, and thread 1 read its clock 60 later; what came 110 later was something else.
  EXPECT_THAT(pieces_of({{7, 100, 300, 2}}, {{7, 360, 1}}, BlameRule::kEveryHolder, 10), ElementsAre(Piece{0, 0, 200}));
  EXPECT_THAT(pieces_of({{7, 100, 300, 2}}, {{7, 410, 1}}, BlameRule::kEveryHolder, 10),
              ElementsAre(Piece{0, kNobody, 200}));
  EXPECT_THAT(pieces_of({{7, 100, 300, 2}}, {{7, 150, 3}, {7, 360, 1}}, BlameRule::kEveryHolder, 10),
              ElementsAre(Piece{0, 0, 200}));
}

TEST(Blame, CountsAnUnlockWithTwoRecordsOnce) {
  EXPECT_THAT(pieces_of({{7, 100, 300, 2}}, {{7, 290, 1}, {7, 290, 1}}, BlameRule::kEveryHolder, 10),
              ElementsAre(Piece{0, 0, 200}));
}

TEST(Blame, StopsAtTheWaitersOwnRelease) {
  // The waiter has the lock from 300 and lets it go at 303: what thread 1 did by 306 came later.
  EXPECT_THAT(pieces_of({{7, 100, 300, 2}}, {{7, 303, 2}, {7, 306, 1}}, BlameRule::kEveryHolder, 10),
              ElementsAre(Piece{0, kNobody, 200}));
}

TEST(Blame, AWaiterThatNamesItsHolderDecidesTheLastPiece) {
  // Site 4 let the waiter in without a word (nobody slept); what site 3 released at 150 is a sampled hold.
  EXPECT_THAT(pieces_of({{7, 100, 300, 2, 4}}, {{7, 150, 3, 3}}, BlameRule::kEveryHolder, 10),
              ElementsAre(Piece{0, 0, 50}, Piece{0, kNobody, 150}));
  EXPECT_THAT(pieces_of({{7, 100, 300, 2, 4}}, {{7, 150, 3, 3}, {7, 290, 1, 4}}, BlameRule::kEveryHolder, 10),
              ElementsAre(Piece{0, 0, 50}, Piece{0, 1, 150}));
}

TEST(Blame, TwoThreadsThatTakeTurns) {
  // 1 holds 0..100, 2 waits 10..100 and holds to 200, 1 waits 120..200.
  std::vector<Wait> waits = {{7, 10, 100, 2}, {7, 120, 200, 1}};
  std::vector<Release> releases = {{7, 100, 1}, {7, 200, 2}};
  EXPECT_THAT(pieces_of(waits, releases, BlameRule::kEveryHolder, 0), ElementsAre(Piece{0, 0, 90}, Piece{1, 1, 80}));
}

TEST(Blame, GivesAnObjectsWaitToTheLastSignal) {
  EXPECT_THAT(pieces_of({{7, 100, 300, 2}}, {{7, 150, 1}, {7, 295, 3}}, BlameRule::kLastSignal, 10),
              ElementsAre(Piece{0, 1, 200}));
}

TEST(Blame, NothingComesOfNothing) {
  EXPECT_THAT(pieces_of({}, {{7, 1, 1}}, BlameRule::kEveryHolder, 10), IsEmpty());
}

TEST(WaitWindows, BearTheTimesInWhichSomebodyWaited) {
  ObjectEvents events = events_of({{7, 100, 200, 1}, {7, 150, 300, 2}, {7, 500, 600, 1}, {8, 0, 50, 1}});
  std::uint32_t nine = events.number_of(9);
  WaitWindows windows(events, 10);
  EXPECT_EQ(windows.of(nine), nullptr);
  WaitWindows::Windows& seven = *windows.of(events.number_of(7));
  std::vector<std::uint64_t> inside;
  for (std::uint64_t time : {50, 100, 101, 250, 300, 311, 400, 501, 600, 611, 700})
    if (seven.bear(time))
      inside.push_back(time);
  EXPECT_THAT(inside, ElementsAre(101u, 250u, 300u, 501u, 600u));
  EXPECT_TRUE(seven.bear(260)) << "a record may be stamped a little before the one that it follows";
}

TEST(WaitWindows, AClassMayBearWhereOneOfItsObjectsDoes) {
  constexpr std::uint64_t kClass = 3;
  WaitWindows windows(events_of({{kClass << 32 | 7, 100, 200, 1},
                                 {kClass << 32 | 7, 500, 600, 1},
                                 {kClass << 32 | 8, 195, 300, 1},
                                 {9, 0, 1000, 1}}),
                      10);
  EXPECT_FALSE(windows.of_class(4));
  WaitWindows::ClassTimes times = *windows.of_class(kClass);
  std::vector<std::uint64_t> may;
  for (std::uint64_t time : {0, 100, 101, 250, 310, 311, 500, 501, 610, 611, 5000})
    if (times.may_bear(time))
      may.push_back(time);
  EXPECT_THAT(may, ElementsAre(101u, 250u, 310u, 501u, 610u));
  EXPECT_TRUE(times.may_bear(260)) << "times need not ascend";
}

TEST(WaitWindows, BearTheFirstReleaseAfterAWaitOfEachThread) {
  ObjectEvents events = events_of({{7, 100, 200, 1}, {7, 500, 600, 1}});
  WaitWindows windows(events, 10);
  WaitWindows::Windows& seven = *windows.of(events.number_of(7));
  for (int thread : {1, 2}) {
    windows.rewind();
    std::vector<std::uint64_t> borne;
    for (std::uint64_t time : {150, 204, 206, 610, 610})
      if (seven.bear(time))
        borne.push_back(time);
    EXPECT_THAT(borne, ElementsAre(150u, 204u, 610u)) << "thread " << thread;
  }
}

// What `threads` threads did to two objects, thread by thread as the reader gives it.
struct Events {
  std::vector<Wait> waits;
  std::vector<Release> releases;
};

Events random_events(std::mt19937& random, std::uint32_t threads) {
  Events events;
  auto step = [&] { return random() % 40 + 1; };
  for (std::uint32_t thread = 1; thread <= threads; ++thread)
    for (std::uint64_t time = step(); time < 2000; time += step()) {
      std::uint64_t object = 7 + random() % 2;
      if (random() % 2) {
        std::uint64_t begin = time;
        time += step();
        events.waits.push_back({object, begin, time, thread, static_cast<std::uint32_t>(random() % 3)});
      }
      time += step();
      events.releases.push_back({object, time, thread, static_cast<std::uint32_t>(1 + random() % 2)});
    }
  return events;
}

// The times of the releases that the pieces name: those of one event list can be held against those of another.
std::vector<std::array<std::uint64_t, 4>> told(const Events& events, const std::vector<Release>& releases) {
  std::vector<std::array<std::uint64_t, 4>> result;
  for (const Piece& piece : pieces_of(events.waits, releases, BlameRule::kEveryHolder, 15)) {
    bool known = piece.release != kNobody;
    result.push_back({piece.wait, piece.length, known ? releases[piece.release].time : 0,
                      known ? releases[piece.release].thread : 0});
  }
  return result;
}

TEST(Blame, IsTheSameInWhateverOrderReleasesCome) {
  std::mt19937 random(1);
  for (int round = 0; round < 200; ++round) {
    Events events = random_events(random, 1 + random() % 4);
    std::vector<Release> shuffled = events.releases;
    std::shuffle(shuffled.begin(), shuffled.end(), random);
    EXPECT_EQ(told(events, shuffled), told(events, events.releases)) << "round " << round;
  }
}

TEST(WaitWindows, LeaveOutNoReleaseThatChangesTheBlame) {
  std::mt19937 random(2);
  std::size_t kept = 0, all = 0;
  for (int round = 0; round < 200; ++round) {
    Events events = random_events(random, 1 + random() % 4);
    ObjectEvents of = events_of(events.waits);
    WaitWindows windows(of, kAlone * 15);
    std::vector<Release> borne;
    for (std::uint32_t thread = 0; const Release& release : events.releases) {
      if (std::exchange(thread, release.thread) != release.thread)
        windows.rewind();
      const std::uint32_t* object = of.find(release.object);
      if (object == nullptr || !windows.of_class(0)->may_bear(release.time))
        continue;
      if (windows.of(*object)->bear(release.time))
        borne.push_back(release);
    }
    EXPECT_EQ(told(events, borne), told(events, events.releases)) << "round " << round;
    kept += borne.size();
    all += events.releases.size();
  }
  EXPECT_LT(kept, all * 9 / 10);
}

TEST(MergeRuns, SortsAndKeepsEqualItemsInOrder) {
  std::mt19937 random(3);
  for (std::size_t size : {0, 1, 2, 3, 5, 50, 1000})
    for (std::size_t stretch : {1, 2, 7, 400}) {
      std::vector<std::pair<unsigned, std::size_t>> list; // a key, and its place
      for (std::size_t i = 0; i < size; ++i)
        list.emplace_back(random() % 100, i);
      for (std::size_t i = 0; i < size; i += stretch)
        std::sort(list.begin() + static_cast<std::ptrdiff_t>(i),
                  list.begin() + static_cast<std::ptrdiff_t>(std::min(i + stretch, size)));
      auto expected = list;
      std::sort(expected.begin(), expected.end());
      merge_runs(list.data(), list.data() + list.size(), [](auto a, auto b) { return a.first < b.first; });
      EXPECT_EQ(list, expected) << size << " in stretches of " << stretch;
    }
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
