#include "reports/replay/predict.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/analysis/build_report.h"
#include "reports/reader/test_directory.h"
#include "reports/reader/trace_reader.h"
#include "reports/reader/trace_writer.h"

namespace paraudit::reports::replay {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::uint64_t kStart = 1000, kMs = 1'000'000; // ticks are nanoseconds

struct Work {
  std::uint64_t computes = 0, holds = 0; // the lock is held after computing
};

// A pool of one worker: the root task spawns all, joins all, and so runs one after another.
TraceWriter timeline(const std::vector<Work>& tasks) {
  TraceWriter trace(kStart);
  trace.command({"minirc", "-Z", "threads=1"}, "/w", "/w/minirc");
  trace.header.policy = PARAUDIT_POLICY_TIMELINE;
  trace.thread_info({1, 100, 0, 0, kStart, 0}, "main");
  trace.thread_info({2, 101, 1, 0, kStart, 0}, "pool worker");
  std::uint32_t site = trace.site("a.cpp", 10, "work", 3), lock = trace.lock_class("A::lock");
  ThreadWriter &main = trace.thread(1), &worker = trace.thread(2, 4096);
  auto task = [](ThreadWriter& thread, std::uint32_t kind, std::uint64_t time, std::uint64_t id) {
    thread.raw(kind, time, paraudit_task_word(id, 0));
  };
  std::uint64_t now = kStart;
  task(main, PARAUDIT_RECORD_TASK_SPAWN, now, 1);
  task(worker, PARAUDIT_RECORD_TASK_BEGIN, now, 1);
  for (std::uint64_t id = 2; id < tasks.size() + 2; ++id)
    task(worker, PARAUDIT_RECORD_TASK_SPAWN, now, id);
  std::uint32_t slot = worker.slot(site, lock);
  for (std::uint64_t id = 2; id < tasks.size() + 2; ++id) {
    const Work& work = tasks[id - 2];
    task(worker, PARAUDIT_RECORD_TASK_BEGIN, now, id);
    now += work.computes + work.holds;
    if (work.holds != 0)
      worker.hold(slot, 9, now, work.holds);
    task(worker, PARAUDIT_RECORD_TASK_END, now, id);
    task(worker, PARAUDIT_RECORD_TASK_JOIN, now, id);
  }
  task(worker, PARAUDIT_RECORD_TASK_END, now, 1);
  std::uint32_t join = trace.lock_class("", PARAUDIT_OBJECT_JOIN);
  main.span(PARAUDIT_RECORD_OBJECT_WAIT, 0, main.slot(site, join), 77, now, now - kStart);
  task(main, PARAUDIT_RECORD_TASK_JOIN, now, 1);
  trace.header.end_ticks = now;
  return trace;
}

// A run with counts alone that took so long.
TraceWriter counted(std::uint32_t threads, std::uint64_t time) {
  TraceWriter trace(kStart);
  trace.command({"minirc", "-Z", "threads=" + std::to_string(threads)}, "/w", "/w/minirc");
  trace.header.policy = PARAUDIT_POLICY_COUNT;
  trace.thread_info({1, 100, 0, 0, kStart, 0}, "main");
  ThreadWriter& main = trace.thread(1);
  main.slot(trace.site("a.cpp", 1), trace.lock_class("A::lock"));
  trace.header.end_ticks = kStart + time;
  return trace;
}

Report report_of(std::vector<TraceWriter> traces, const std::vector<std::uint32_t>& counts) {
  TestDirectory directory;
  for (std::size_t i = 0; i < traces.size(); ++i) {
    traces[i].header.pid = static_cast<std::uint32_t>(i) + 1; // processes of their own, not copies of one
    traces[i].write(directory.path("minirc-" + std::to_string(i)));
  }
  TraceSet set;
  read_traces(directory.path(), set);
  PredictOptions options;
  options.counts = counts;
  options.hand_off = HandOff{.points = {{{200'000, {50'000}}, {1 * kMs, {60'000}}, {3 * kMs, {70'000}}}},
                             .start_ns = 20'000, // as an idle machine's: what this one is busy with is not tested
                             .calm = true};
  ReportOptions report_options;
  report_options.predict = [&](const std::vector<RunJoin>& runs, const LockTable& table, Report& report) {
    predict(runs, table, options, report);
  };
  return build_report({}, set, report_options);
}

const PredictedTime& at(const Report& report, std::uint32_t threads) {
  for (const PredictedTime& time : report.predictions.at(0).predicted)
    if (time.threads == threads)
      return time;
  throw std::runtime_error("nothing predicted");
}

TEST(Predict, NamesTheLockThatLimitsAndWhatWouldHelp) {
  Report report = report_of({timeline(std::vector<Work>(40, {1 * kMs, 4 * kMs}))}, {1, 2, 8});
  EXPECT_EQ(at(report, 1).limit, "workers");
  EXPECT_EQ(at(report, 8).limit, "lock");
  EXPECT_EQ(at(report, 8).lock, "A::lock");
  EXPECT_GE(at(report, 8).time, 160 * kMs) << "one at a time";
  EXPECT_LT(at(report, 8).time, 175 * kMs);
  std::vector<WhatIf> changes; // at the highest count
  for (const WhatIf& change : report.predictions[0].what_if)
    if (change.threads == 8)
      changes.push_back(change);
  ASSERT_THAT(changes, SizeIs(testing::Ge(2u)));
  EXPECT_TRUE(
      std::is_sorted(changes.begin(), changes.end(), [](const WhatIf& a, const WhatIf& b) { return a.time < b.time; }));
  for (const WhatIf& change : changes) {
    EXPECT_NE(change.change, "shard") << "no key was recorded";
    auto whole = static_cast<double>(at(report, 8).time), changed = static_cast<double>(change.time);
    EXPECT_NEAR(change.gain, 1 - changed / whole, 1e-6) << change.change;
    if (change.change == "worker_local")
      EXPECT_NEAR(changed, 40 * 5 * kMs / 8.0, 10 * kMs);
    if (change.change == "shorten")
      EXPECT_NEAR(changed, 40 * 2 * kMs, 12 * kMs);
  }
}

TEST(Predict, TellsACriticalPathFromTooFewTasks) {
  Report lone = report_of({timeline({{100 * kMs, 0}, {5 * kMs, 0}})}, {1, 8});
  EXPECT_EQ(at(lone, 8).limit, "critical_path") << "no number of workers is better";
  Report three = report_of({timeline(std::vector<Work>(3, {50 * kMs, 0}))}, {2});
  EXPECT_EQ(at(three, 2).limit, "tasks") << "two workers for three tasks";
  EXPECT_NEAR(static_cast<double>(at(three, 2).time), 100 * kMs, 5 * kMs);
}

TEST(Predict, AnIntervalIsAsWideAsHoldsDiffer) {
  std::vector<Work> differing;
  for (std::uint64_t i = 0; i < 40; ++i)
    differing.push_back({1 * kMs, i % 4 == 0 ? 13 * kMs : 1 * kMs});
  auto width = [](const PredictedTime& time) {
    EXPECT_LE(time.low, time.time);
    EXPECT_GE(time.high, time.time);
    return static_cast<double>(time.high - time.low) / static_cast<double>(time.time);
  };
  double same = width(at(report_of({timeline(std::vector<Work>(40, {1 * kMs, 4 * kMs}))}, {8}), 8));
  double other = width(at(report_of({timeline(differing)}, {8}), 8));
  EXPECT_LT(same, 0.05);
  EXPECT_GT(other, 0.2) << "the mean of 40 holds of 1 or 13 ms is known to 20 % at best";
}

TEST(Predict, OfSeveralTimelinesTheMiddleOneIsReplayedAndTheirSpreadIsInTheInterval) {
  auto longer = [](std::uint64_t ms) { return timeline(std::vector<Work>(40, {ms * kMs, 0})); };
  Report differing = report_of({longer(12), longer(10), longer(11)}, {4});
  EXPECT_EQ(differing.runs[differing.predictions.at(0).run].duration, 440 * kMs);
  auto width = [](const PredictedTime& time) {
    return static_cast<double>(time.high - time.low) / static_cast<double>(time.time);
  };
  EXPECT_GT(width(at(differing, 4)), 0.3) << "the others differ by 9 %, 1.96 standard deviations to each side";
  EXPECT_LT(width(at(report_of({longer(11), longer(11), longer(11)}, {4}), 4)), 0.05);
}

TEST(Predict, WarnsWhereTheFittedLawAndTheReplayDisagree) {
  std::vector<TraceWriter> traces{timeline(std::vector<Work>(256, {1 * kMs, 0}))};
  for (std::uint32_t threads : {1u, 2u, 4u, 8u})
    traces.push_back(counted(threads, 256 * kMs / threads));
  EXPECT_THAT(report_of(traces, {2, 4, 8}).scaling_warnings, IsEmpty());
  for (std::size_t i = 1; i < traces.size(); ++i)
    traces[i].header.end_ticks = kStart + 256 * kMs; // threads gain nothing
  std::vector<std::string> warnings = report_of(traces, {2, 4, 8}).scaling_warnings;
  EXPECT_THAT(warnings, SizeIs(3));
  EXPECT_THAT(warnings, Each(HasSubstr("the law fitted to the measured times and the replay differ by")));
}

} // namespace
} // namespace paraudit::reports::replay
