#include "reports/render/text.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sstream>

namespace paraudit::reports {
namespace {

using ::testing::HasSubstr;

TEST(Text, FitsOneScreenWhateverTheReport) {
  Report report;
  report.findings_path = "f.json";
  report.verdict.pass = false;
  for (int i = 0; i < 100; ++i) {
    LockUse lock;
    lock.name = "a::very::long::" + std::string(200, 'x');
    lock.blame = {{{std::string(300, 'p') + ".cpp", 1, ""}, {"\x1b[2J\n", 2, ""}, 1, 1}};
    report.locks.push_back(lock);
    report.lock_order.cycles.push_back({{"a", "b"}, CycleStatus::kPossible, {}});
    report.verdict.not_seen.push_back(std::string(500, 'n'));
  }
  std::istringstream lines(to_text(report, {"r.html"}));
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    EXPECT_LE(line.size(), 110u) << line;
    EXPECT_TRUE(std::none_of(line.begin(), line.end(), [](char c) { return c == '\x1b'; }));
  }
  EXPECT_LE(count, 40);
}

TEST(Text, MarksMeansOfFewSamples) {
  Report report;
  LockUse exact, vague;
  exact.name = "exact";
  exact.hold = {1000, 2000, 2000, 2000, 2000, 100};
  report.locks = {exact};
  EXPECT_THAT(to_text(report, {}), testing::Not(HasSubstr("~")));
  vague.name = "vague";
  vague.hold = {4, 4000000, 312, 9000000, 9000000, 8100000};
  report.locks.push_back(vague);
  EXPECT_THAT(to_text(report, {}), HasSubstr("~4.0 ms"));
  EXPECT_THAT(to_text(report, {}), HasSubstr("~ a mean of too few samples"));
}

TEST(Text, SaysHowFarPredictionsAreSure) {
  Report report;
  paraudit::reports::Run run;
  run.configuration = "minirc";
  run.threads = 1;
  run.recording = "timeline";
  run.ended = true;
  report.runs = {run};
  Prediction prediction;
  prediction.configuration = "minirc";
  PredictedTime time;
  time.threads = 2;
  time.time = 100'000'000;
  time.low = 97'000'000;
  time.high = 103'000'000;
  prediction.predicted = {time};
  report.predictions = {prediction};
  EXPECT_THAT(to_text(report, {}), HasSubstr("give or take 3.00 % for its locks; how much runs differ"));
  report.runs.push_back(run);
  EXPECT_THAT(to_text(report, {}), HasSubstr("give or take 3.00 %, as the given runs differ"));
}

TEST(Text, SaysWhatToDoNext) {
  Report report;
  report.findings_path = "f.json";
  EXPECT_THAT(to_text(report, {}), HasSubstr("record a run with  paraudit record"));
  EXPECT_THAT(to_text(report, {}), HasSubstr("-o report.html"));
  report.findings_path.clear();
  report.runs.resize(1);
  EXPECT_THAT(to_text(report, {"r.html"}), HasSubstr("paraudit check"));
}

} // namespace
} // namespace paraudit::reports
