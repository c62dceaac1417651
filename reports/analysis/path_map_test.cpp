#include "reports/analysis/path_map.h"

#include <gtest/gtest.h>

namespace paraudit::reports {
namespace {

const std::set<std::string> kKnown = {"db/db_impl.cc", "util/cache.cc", "db/util/cache.cc", "port/port.h", "main.cc"};

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
