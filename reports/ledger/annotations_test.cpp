#include "reports/ledger/annotations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "reports/reader/test_directory.h"

namespace paraudit::reports {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr const char* kSource = R"(#include "mutex.h"
static Mutex lock;
static int table[4][2] = {};
struct Cache {
  Mutex inner;
  Mutex outer;
  int size = 0;
  int count GUARDED_BY(outer);
};
int last;)";

SharedState state(const std::string& id, std::uint32_t line, std::uint32_t column) {
  SharedState state;
  state.id = id;
  state.place = {"a.cpp", line, column};
  return state;
}

StaticLock lock(const std::string& id, const std::string& kind, std::uint32_t line, std::uint32_t column) {
  StaticLock lock;
  lock.id = id;
  lock.kind = kind;
  lock.place = {"a.cpp", line, column};
  return lock;
}

Findings findings() {
  Findings findings;
  findings.shared_state = {state("a.cpp::table", 3, 12), state("Cache::size", 7, 7), state("Cache::count", 8, 7),
                           state("last", 10, 5), state("moved", 10, 1)};
  findings.locks = {lock("a.cpp::lock", "mutex", 2, 14), lock("Cache::inner", "capability", 5, 9),
                    lock("Cache::outer", "capability", 6, 9)};
  return findings;
}

formats::Ledger ledger(const std::string& guards, const std::string& order = "") {
  return formats::parse_ledger("l.yaml", "schema: paraudit.ledger\nversion: '1.0'\nstate:\n" + guards + order);
}

std::string guard(const std::string& id, const std::string& lock) {
  return "  - {id: \"" + id + "\", decision: synchronise, guard: \"" + lock + "\"}\n";
}

class AnnotationsTest : public ::testing::Test {
 protected:
  AnnotationsTest() { std::ofstream(directory_.path("a.cpp"), std::ios::binary) << kSource; }

  Annotations annotated(const formats::Ledger& ledger, AnnotationStyle style = AnnotationStyle::kMacro) {
    return annotate(ledger, findings(), directory_.path(), style);
  }
  TestDirectory directory_;
};

TEST_F(AnnotationsTest, StandBehindTheNameAndItsBounds) {
  Annotations result = annotated(ledger(guard("a.cpp::table", "a.cpp::lock") + guard("Cache::size", "Cache::outer")));
  EXPECT_THAT(result.skipped, ElementsAre());
  EXPECT_EQ(unified_diff(result.edits, directory_.path()), R"(--- a/a.cpp
+++ b/a.cpp
@@ -1,10 +1,10 @@
 #include "mutex.h"
 static Mutex lock;
-static int table[4][2] = {};
+static int table[4][2] GUARDED_BY(lock) = {};
 struct Cache {
   Mutex inner;
   Mutex outer;
-  int size = 0;
+  int size GUARDED_BY(outer) = 0;
   int count GUARDED_BY(outer);
 };
 int last;
\ No newline at end of file
)");
  std::string yaml = replacements_yaml(result.edits, "/src");
  EXPECT_THAT(yaml, HasSubstr("FilePath:        '/src/a.cpp'"));
  EXPECT_THAT(yaml, HasSubstr("ReplacementText: ' GUARDED_BY(lock)'"));
}

TEST_F(AnnotationsTest, TellWhatTheyLeaveOut) {
  Annotations result = annotated(ledger(guard("Cache::count", "Cache::outer") + guard("moved", "lock_of_moved") +
                                        guard("last", "b.cpp::lock") + guard("gone", "x")));
  EXPECT_THAT(result.edits, ElementsAre());
  EXPECT_THAT(result.skipped, ElementsAre(HasSubstr("'Cache::count': is annotated already"),
                                          HasSubstr("'moved': a.cpp:10:1 does not read 'moved'"),
                                          HasSubstr("'last': its guard 'b.cpp::lock' has no name where it is declared"),
                                          HasSubstr("'gone': the findings do not know it")));
}

// `Cache cache GUARDED_BY(Cache::mu)` names no object.
TEST_F(AnnotationsTest, AFieldOfAnotherClassHasNoName) {
  Annotations result = annotated(ledger(guard("last", "Cache::outer") + guard("Cache::size", "Cache::outer")));
  EXPECT_EQ(result.edits.size(), 1u);
  EXPECT_THAT(result.skipped, ElementsAre(HasSubstr("'last': its guard 'Cache::outer' has no name where it is")));
}

TEST_F(AnnotationsTest, OrderGoesToCapabilitiesOnly) {
  Annotations result = annotated(ledger("", "lock_order: [{before: \"Cache::outer\", after: \"Cache::inner\"}, "
                                            "{before: \"Cache::outer\", after: \"a.cpp::lock\"}]\n"),
                                 AnnotationStyle::kAttribute);
  ASSERT_EQ(result.edits.size(), 1u);
  EXPECT_EQ(result.edits[0].text, " __attribute__((acquired_after(outer)))");
  EXPECT_EQ(result.edits[0].line, 5u);
  EXPECT_THAT(result.skipped, ElementsAre(HasSubstr("'a.cpp::lock': its type has no 'capability' attribute")));
}

} // namespace
} // namespace paraudit::reports
