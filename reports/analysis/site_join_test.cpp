#include "reports/analysis/site_join.h"

#include <gtest/gtest.h>

namespace paraudit::reports {
namespace {

StaticAcquisition at(const std::string& file, std::uint32_t line, std::map<std::string, std::uint32_t> columns,
                     Place via = {}) {
  StaticAcquisition acquisition;
  acquisition.file = file;
  acquisition.line = line;
  acquisition.columns = std::move(columns);
  acquisition.via = std::move(via);
  return acquisition;
}

// Two locks on one line told apart by column, a wrapper, and its user.
Findings sample() {
  Findings findings;
  StaticLock a{
      "ns::A::m", "ns::A::m", "mutex", {}, {at("a.cpp", 10, {{"debug", 5}, {"source_location", 7}, {"gcc", 9}})}};
  StaticLock b{
      "ns::B::m", "ns::B::m", "mutex", {}, {at("a.cpp", 10, {{"debug", 25}}), at("a.cpp", 30, {{"debug", 3}})}};
  // A guard class that locks whatever it is given.
  Place guard{"guard.h", 4, 0};
  StaticLock db{"Db::mutex_",
                "Db::mutex_",
                "mutex",
                {},
                {at("guard.h", 4, {{"debug", 16}}), at("db.cpp", 50, {{"debug", 13}}, guard)}};
  StaticLock cache{"Cache::mutex_",
                   "Cache::mutex_",
                   "mutex",
                   {},
                   {at("guard.h", 4, {{"debug", 16}}), at("cache.cpp", 70, {{"debug", 13}}, guard),
                    at("db.cpp", 51, {{"debug", 5}}, {"cache.cpp", 70, 0})}};
  findings.locks = {a, b, db, cache};
  return findings;
}

class SiteJoinTest : public ::testing::Test {
 protected:
  std::uint32_t add(const std::string& file, std::uint32_t line, std::uint32_t column = 0,
                    std::uint8_t kind = PARAUDIT_COLUMN_NONE, std::uint32_t inlined_at = 0, std::uint32_t caller = 0) {
    TraceSite site;
    site.id = static_cast<std::uint32_t>(trace_.sites.size() + 1);
    site.file = file;
    site.line = line;
    site.column = column;
    site.column_kind = kind;
    site.inlined_at = inlined_at;
    site.caller = caller;
    trace_.sites[site.id] = site;
    return site.id;
  }
  std::string lock(std::uint32_t site) {
    JoinedSite joined = join_.join(trace_, symbolized_, site);
    return joined.lock ? findings_.locks[*joined.lock].id : joined.reason;
  }

  Findings findings_ = sample();
  PathMap paths_{"", {"a.cpp", "guard.h", "db.cpp", "cache.cpp"}};
  SiteJoin join_{findings_, paths_};
  ProcessTrace trace_;
  Symbolized symbolized_;
};

TEST_F(SiteJoinTest, TakesTheExactColumnOfItsKind) {
  EXPECT_EQ(lock(add("a.cpp", 10, 5, PARAUDIT_COLUMN_DEBUG_CLANG)), "ns::A::m");
  EXPECT_EQ(lock(add("a.cpp", 10, 25, PARAUDIT_COLUMN_DEBUG_CLANG)), "ns::B::m");
  EXPECT_EQ(lock(add("a.cpp", 10, 7, PARAUDIT_COLUMN_SOURCE_LOCATION_CLANG)), "ns::A::m");
  EXPECT_EQ(lock(add("a.cpp", 10, 9, PARAUDIT_COLUMN_DEBUG_GCC)), "ns::A::m");
}

TEST_F(SiteJoinTest, TakesTheLineOnlyWhereItIsUnique) {
  EXPECT_EQ(lock(add("a.cpp", 30)), "ns::B::m");
  EXPECT_EQ(lock(add("a.cpp", 30, 99, PARAUDIT_COLUMN_DEBUG_GCC)), "ns::B::m");
  EXPECT_EQ(lock(add("a.cpp", 10)), "2 locks are acquired on this line");
  EXPECT_EQ(lock(add("a.cpp", 11)), "the findings have no acquisition here");
}

TEST_F(SiteJoinTest, NarrowsAWrappersLocksDownByItsCallers) {
  std::uint32_t user = add("db.cpp", 50);
  std::uint32_t wrapper = add("guard.h", 4, 16, PARAUDIT_COLUMN_DEBUG_CLANG, user);
  std::uint32_t system = add("/usr/include/c++/12/bits/std_mutex.h", 100, 3, PARAUDIT_COLUMN_DEBUG_CLANG, wrapper);
  EXPECT_EQ(lock(system), "Db::mutex_");
  EXPECT_EQ(join_.join(trace_, symbolized_, system).place.file, "db.cpp");
  EXPECT_EQ(lock(add("guard.h", 4)), "2 locks are acquired on this line");
  // The wrapper's own member is known to no finding: it is passed over.
  EXPECT_EQ(lock(add("port.cpp", 25, 0, PARAUDIT_COLUMN_NONE, wrapper)), "Db::mutex_");
}

TEST_F(SiteJoinTest, GoesNoFurtherOutThanItMust) {
  // Db calls the cache with a line that acquires Cache::mutex_ too: the innermost unique place decides.
  std::uint32_t outer = add("db.cpp", 50);
  std::uint32_t cache = add("cache.cpp", 70, 0, PARAUDIT_COLUMN_NONE, 0, outer);
  EXPECT_EQ(lock(cache), "Cache::mutex_");
  EXPECT_EQ(join_.join(trace_, symbolized_, cache).place.file, "cache.cpp");
  // An outer frame counts only where the findings go by way of the inner one.
  std::uint32_t unrelated = add("a.cpp", 30);
  EXPECT_EQ(lock(add("guard.h", 4, 0, PARAUDIT_COLUMN_NONE, 0, unrelated)), "2 locks are acquired on this line");
}

TEST_F(SiteJoinTest, ShowsTheUserOfAWrapperWhereNothingIsKnown) {
  std::uint32_t user = add("user.cpp", 8);
  std::uint32_t wrapper = add("mine.h", 3, 0, PARAUDIT_COLUMN_NONE, 0, user);
  trace_.sites[user].function = "work()";
  trace_.sites[wrapper].function = "mine::Mutex::lock()";
  EXPECT_EQ(join_.join(trace_, symbolized_, wrapper).place.file, "user.cpp");
}

TEST_F(SiteJoinTest, FollowsSymbolizedFramesAndCallers) {
  std::uint32_t user = add("db.cpp", 50);
  std::uint32_t site = add("", 0, 0, PARAUDIT_COLUMN_NONE, 0, user);
  trace_.sites[site].address = 0x1234;
  EXPECT_EQ(lock(site), "Db::mutex_");
  symbolized_.frames[0x1234] = {{"/usr/include/c++/12/mutex", "std::lock_guard", 1, 1}, {"a.cpp", "f", 10, 25}};
  EXPECT_EQ(lock(site), "ns::B::m") << "the column of a symbolised frame is Clang's or GCC's";
}

TEST_F(SiteJoinTest, SurvivesSitesThatAreInlinedInACircle) {
  std::uint32_t site = add("x.cpp", 1, 0, PARAUDIT_COLUMN_NONE, 1, 1);
  EXPECT_EQ(lock(site), "the findings have no acquisition here");
  EXPECT_EQ(lock(77), "no source place was recorded");
}

TEST_F(SiteJoinTest, FindsALockByItsNamesEnd) {
  EXPECT_EQ(join_.lock_by_name("ns::A::m"), std::optional<std::size_t>(0));
  EXPECT_EQ(join_.lock_by_name("A::m"), std::optional<std::size_t>(0));
  EXPECT_EQ(join_.lock_by_name("m"), std::nullopt) << "two locks end in m";
  EXPECT_EQ(join_.lock_by_name(""), std::nullopt);
}

} // namespace
} // namespace paraudit::reports
