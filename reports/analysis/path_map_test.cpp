#include "reports/analysis/path_map.h"

#include <gtest/gtest.h>

#include "reports/analysis/declarations.h"

namespace paraudit::reports {
namespace {

const std::set<std::string> kKnown = {"db/db_impl.cc", "util/cache.cc", "db/util/cache.cc", "port/port.h", "main.cc"};

TEST(Declarations, FunctionsReadTheSameHoweverTheyAreSpelt) {
  EXPECT_EQ(
      plain_function(
          "const Entry *ns::Table<ns::E>::intern(std::uint64_t, Equal) [Entry = ns::E, Equal = (lambda at a:1:2)]"),
      "ns::Table::intern");
  EXPECT_EQ(plain_function("leveldb::(anonymous namespace)::Cache::Release(leveldb::Handle*)"),
            "leveldb::{anonymous}::Cache::Release");
  EXPECT_EQ(plain_function("leveldb::DBImpl::~DBImpl()"), "leveldb::DBImpl::~DBImpl");
  EXPECT_EQ(plain_function("auto f(int)::(lambda at /b/a.cpp:1:2)::operator()() const"),
            "f(int)::{lambda}::operator()");
  EXPECT_EQ(plain_function("void ns::run(void (*)(int))"), "ns::run");
  EXPECT_EQ(plain_function("A::operator<<(int)"), "A::operator<<");
  EXPECT_EQ(plain_function("A<decltype(p->q)>::operator<(B<int>)"), "A::operator<");
  EXPECT_EQ(plain_function("broken<int::m"), "broken<int::m");
  EXPECT_EQ(plain_function("main"), "main");
  EXPECT_EQ(plain_function(""), "");
  EXPECT_EQ(plain_function(")(<["), ")(<[");
}

TEST(PathMap, TakesTheRootOff) {
  PathMap map("/src/leveldb", kKnown);
  EXPECT_EQ(map.canonical("/src/leveldb/db/./x/../db_impl.cc"), "db/db_impl.cc");
}

TEST(PathMap, FindsAFileOfABuildDirectorysRelativePath) {
  PathMap map("/src/leveldb", kKnown);
  EXPECT_EQ(map.canonical("../../db/db_impl.cc"), "db/db_impl.cc");
  EXPECT_EQ(map.canonical("db/db_impl.cc"), "db/db_impl.cc");
  EXPECT_EQ(map.canonical("port.h"), "port/port.h");
}

TEST(PathMap, FindsAFileBuiltElsewhere) {
  PathMap map("/src/leveldb", kKnown);
  EXPECT_EQ(map.canonical("/build/leveldb/port/port.h"), "port/port.h");
}

TEST(PathMap, PrefersNoAnswerToAWrongOne) {
  PathMap map("/src/leveldb", kKnown);
  EXPECT_EQ(map.canonical("/elsewhere/main.cc"), "/elsewhere/main.cc");   // one component agrees
  EXPECT_EQ(map.canonical("/x/db/util/cache.cc"), "/x/db/util/cache.cc"); // two files fit
  EXPECT_EQ(map.canonical("/usr/include/port/port.h"), "/usr/include/port/port.h");
  EXPECT_EQ(map.canonical(""), "");
}

TEST(PathMap, KnowsSystemHeaders) {
  EXPECT_TRUE(is_system_path("/usr/lib/gcc/x86_64-linux-gnu/12/../../../../include/c++/12/bits/std_mutex.h"));
  EXPECT_TRUE(is_system_path("/opt/llvm/include/c++/v1/mutex"));
  EXPECT_FALSE(is_system_path("/home/me/usr/include/mine.h"));
}

} // namespace
} // namespace paraudit::reports
