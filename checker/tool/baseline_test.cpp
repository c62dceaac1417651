#include "checker/tool/baseline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include <unistd.h>

namespace paraudit::tool {
namespace {

using ::testing::HasSubstr;

std::string fingerprint(char digit) {
  return std::string(32, digit);
}

BaselineEntry entry(char digit, const std::string& file) {
  return {"paraudit-mutable-global", file, fingerprint(digit), "a \"message\""};
}

TEST(Baseline, IsReadBack) {
  std::string path = std::filesystem::temp_directory_path() / ("baseline_test" + std::to_string(::getpid()));
  std::ofstream(path) << write_baseline({{fingerprint('a'), entry('a', "z.cpp")}});
  facts::Result<Baseline> baseline = read_baseline(path, false);
  std::ofstream(path) << "{\n\"a\"";
  EXPECT_THAT(read_baseline(path, false).error(), HasSubstr("--update-baseline writes one"));
  std::filesystem::remove(path);
  ASSERT_TRUE(baseline) << baseline.error();
  EXPECT_EQ(baseline->at(fingerprint('a')).file, "z.cpp");
  EXPECT_FALSE(read_baseline(path, false));
  EXPECT_TRUE(read_baseline(path, true)->empty());
}

TEST(Baseline, TellsNewKnownFixedStaleAndUnjudgedApart) {
  Baseline baseline;
  for (char digit : {'a', 'b', 'c', 'd'}) {
    baseline[fingerprint(digit)] = entry(digit, std::string(1, digit) + ".cpp");
  }
  checks::Findings findings(2);
  findings[0].fingerprint = fingerprint('a');
  findings[1].fingerprint = fingerprint('e');
  BaselineCounts counts = compare(baseline, findings, [](const BaselineEntry& gone) {
    return gone.file == "b.cpp" ? Absence::kFixed : gone.file == "c.cpp" ? Absence::kStale : Absence::kUnjudged;
  });
  EXPECT_EQ(counts.added, 1u);
  EXPECT_EQ(counts.known, 1u);
  EXPECT_EQ(counts.fixed, 1u);
  EXPECT_EQ(counts.stale, 1u);
  EXPECT_EQ(counts.unjudged, 1u);
}

} // namespace
} // namespace paraudit::tool
