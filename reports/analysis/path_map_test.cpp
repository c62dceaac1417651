#include "reports/analysis/path_map.h"

#include <gtest/gtest.h>

#include "reports/analysis/declarations.h"

namespace paraudit::reports {
namespace {

const std::set<std::string> kKnown = {"db/db_impl.cc", "util/cache.cc", "db/util/cache.cc", "port/port.h", "main.cc"};

TEST(Declarations, DropTemplateArgumentsAlone) {
  EXPECT_EQ(without_template_arguments("ns::Table<int, std::less<int>>::lock_"), "ns::Table::lock_");
  EXPECT_EQ(without_template_arguments("f(std::vector<int>)::m"), "f(std::vector)::m");
  EXPECT_EQ(without_template_arguments("A::operator<<(int)::m"), "A::operator<<(int)::m");
  EXPECT_EQ(without_template_arguments("A<decltype(p->q)>::operator<(B<int>)::m"), "A::operator<(B)::m");
  EXPECT_EQ(without_template_arguments("broken<int::m"), "broken<int::m");
}

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
  EXPECT_EQ(plain_function("main"), "main");
  EXPECT_EQ(plain_function(""), "");
  EXPECT_EQ(plain_function(")(<["), ")(<[");
}

TEST(Declarations, InstantiationsAreOneLock) {
  Findings findings;
  for (const char* id : {"T<int>::a", "T<long>::a", "T<int>::b"})
    findings.locks.push_back({id, id, "mutex", {"t.h", 1, 1}, {StaticAcquisition{}}});
  findings.edges = {{"T<int>::a", "T<int>::b", false, {}}};
  findings.cycles = {{{"T<int>::a", "T<long>::b"}}};
  Findings merged = by_declaration(findings);
  ASSERT_EQ(merged.locks.size(), 2u);
  EXPECT_EQ(merged.locks[0].id, "T::a");
  EXPECT_EQ(merged.locks[0].acquisitions.size(), 2u);
  EXPECT_EQ(merged.edges.at(0).after, "T::b");
  EXPECT_EQ(merged.cycles.at(0).locks.at(1), "T::b");
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
