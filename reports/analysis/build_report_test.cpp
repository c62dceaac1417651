#include "reports/analysis/build_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/analysis/runs.h"
#include "reports/analysis/verdict.h"
#include "reports/reader/test_directory.h"
#include "reports/reader/trace_writer.h"

namespace paraudit::reports {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;

Findings sample_findings() {
  Findings findings;
  findings.path = "findings.json";
  findings.units = 1;
  StaticLock lock{"Interner::shard", "Interner::shard", "mutex", {"interner.h", 12, 3}, {}};
  StaticAcquisition acquisition;
  acquisition.file = "interner.cpp";
  acquisition.line = 40;
  acquisition.columns = {{"source_location", 8}};
  lock.acquisitions = {acquisition};
  findings.locks = {lock};
  return findings;
}

// Thread 1 interns (line 40), thread 2 grows the table (line 60) and waits 80 ticks for it; then 1 waits 30 for 2.
TraceWriter two_threads(const std::string& class_name) {
  TraceWriter trace(1000);
  trace.command({"minirc", "-Z", "threads=2", "a.rs"}, "/w", "/w/minirc");
  std::uint32_t intern = trace.site("/w/src/interner.cpp", 40, "intern", 8, PARAUDIT_COLUMN_SOURCE_LOCATION_CLANG);
  std::uint32_t grow = trace.site("/w/src/interner.cpp", 60, "grow", 8, PARAUDIT_COLUMN_SOURCE_LOCATION_CLANG);
  std::uint32_t lock = trace.lock_class(class_name, PARAUDIT_OBJECT_MUTEX);
  ThreadWriter &one = trace.thread(1), &two = trace.thread(2);
  std::uint32_t at_intern = one.slot(intern, lock), at_grow = two.slot(grow, lock);
  one.counter(at_intern).acquisitions = 998;
  one.span(PARAUDIT_RECORD_RELEASE_CONTENDED, 0, at_intern, 5, 1100, 90);
  two.wait(at_grow, 5, 1100, 80);
  two.span(PARAUDIT_RECORD_RELEASE_CONTENDED, 0, at_grow, 5, 1150, 50);
  one.wait(at_intern, 5, 1150, 30);
  for (std::uint64_t i = 1; i <= 4; ++i)
    one.hold(at_intern, 5, 2000 + 100 * i, 10 * i);
  trace.header.end_ticks = 9000;
  return trace;
}

Report report_of(const TraceWriter& trace, const Findings& findings, ReportOptions options = {"/w/src", {}, {}}) {
  TestDirectory directory;
  trace.write(directory.path("minirc-1"));
  TraceSet set;
  read_traces(directory.path(), set);
  return build_report(findings, set, options);
}

TEST(BuildReport, CountsWaitsAndHolds) {
  Report report = report_of(two_threads("Interner::shard"), sample_findings());
  ASSERT_EQ(report.locks.size(), 1u);
  const LockUse& lock = report.locks[0];
  EXPECT_EQ(lock.id, "Interner::shard");
  EXPECT_EQ(lock.static_class, "Interner::shard");
  EXPECT_EQ(lock.place.line, 12u);
  EXPECT_EQ(lock.acquisitions, 1000u);
  EXPECT_EQ(lock.contended, 2u);
  EXPECT_EQ(lock.instances, 1u);
  EXPECT_EQ(lock.wait.total, 110u);
  EXPECT_EQ(lock.wait.p50, 30u);
  EXPECT_EQ(lock.wait.max, 80u);
  EXPECT_EQ(lock.hold.samples, 4u);
  EXPECT_EQ(lock.hold.mean, 25u);
  EXPECT_EQ(lock.hold.max, 40u);
  EXPECT_EQ(lock.hold.error, 12u);
}

TEST(BuildReport, SubclassesAreOfOneDeclarationAndApart) {
  Report report = report_of(two_threads("Interner::shard/2"), sample_findings());
  ASSERT_EQ(report.locks.size(), 1u);
  EXPECT_EQ(report.locks[0].id, "Interner::shard/2");
  EXPECT_EQ(report.locks[0].name, "Interner::shard/2");
  EXPECT_EQ(report.locks[0].static_class, "Interner::shard");
  EXPECT_EQ(report.locks[0].place.line, 12u);
}

TEST(BuildReport, TellsWhenALockWasWaitedFor) {
  TraceWriter trace = two_threads("Interner::shard");
  ThreadWriter& two = trace.thread(2);
  two.wait(0, 5, 1400, 100); // in parts of 161 ticks: from 300 to 322, and to 400
  Report report = report_of(trace, sample_findings());
  const LockUse& lock = report.locks.at(0);
  ASSERT_EQ(lock.course.size(), 1u);
  std::vector<Ns> expected(kWaitParts);
  expected[0] = 110;
  expected[1] = 22;
  expected[2] = 78;
  EXPECT_EQ(lock.course[0].waits, expected);
}

TEST(BuildReport, AWaitFarBeyondTheRunsEndCountsInItsLastPart) {
  TraceWriter trace = two_threads("Interner::shard");
  trace.header.end_ticks = trace.header.start_ticks; // damaged: each part is one tick long
  constexpr std::uint64_t kLong = std::uint64_t{1} << 45;
  trace.thread(2).wait(0, 5, kLong, kLong);
  Report report = report_of(trace, sample_findings());
  ASSERT_EQ(report.locks.at(0).course.size(), 1u);
  EXPECT_GT(report.locks[0].course[0].waits.back(), kLong / 2);
}

TEST(BuildReport, EstimatesWhatRecordingTook) {
  Report report = report_of(two_threads("Interner::shard"), sample_findings());
  ASSERT_TRUE(report.runs.at(0).overhead);
  double cost = 5.0 * 1000 + 40.0 * static_cast<double>(report.runs[0].records);
  EXPECT_DOUBLE_EQ(*report.runs[0].overhead, cost / (8000.0 * 2));
}

TEST(BuildReport, BlamesTheHolderOfEachWait) {
  Report report = report_of(two_threads("Interner::shard"), sample_findings());
  const LockUse& lock = report.locks.at(0);
  ASSERT_EQ(lock.blame.size(), 2u);
  EXPECT_EQ(lock.blame[0].waiter.line, 60u);
  EXPECT_EQ(lock.blame[0].holder.line, 40u);
  EXPECT_EQ(lock.blame[0].wait, 80u);
  EXPECT_EQ(lock.blame[1].waiter.function, "intern");
  EXPECT_EQ(lock.blame[1].holder.function, "grow");
  EXPECT_EQ(lock.unattributed_wait, 0u);
  ASSERT_EQ(lock.sites.size(), 2u);
  EXPECT_EQ(lock.sites[0].place.line, 60u);
  EXPECT_EQ(lock.sites[0].wait, 80u);
  EXPECT_EQ(lock.sites[0].caused_wait, 30u);
}

TEST(BuildReport, NamesAnUnnamedLockByItsSitesAndItsInstances) {
  Report report = report_of(two_threads(""), sample_findings());
  ASSERT_EQ(report.locks.size(), 1u) << "line 60 is not in the findings, but it is the same object as line 40's";
  EXPECT_EQ(report.locks[0].id, "Interner::shard");
  EXPECT_EQ(report.resolution.sites, 2u);
  EXPECT_EQ(report.resolution.resolved, 2u);
  EXPECT_EQ(report.resolution.by_site, 1u);
  EXPECT_EQ(report.resolution.by_class, 1u);
}

TEST(BuildReport, TakesTheSiteWhereTheNameIsNotTheDeclarations) {
  Report report = report_of(two_threads("my favourite lock"), sample_findings());
  EXPECT_EQ(report.resolution.by_site, 1u);
  EXPECT_EQ(report.locks.at(0).id, "Interner::shard");
}

TEST(BuildReport, ListsWhatDoesNotResolve) {
  Findings none;
  Report report = report_of(two_threads(""), none);
  ASSERT_EQ(report.locks.size(), 1u) << "one class is one lock, wherever it is acquired";
  EXPECT_EQ(report.locks[0].id, "mutex@interner.cpp:40");
  EXPECT_EQ(report.resolution.resolved, 0u);
  ASSERT_EQ(report.resolution.unresolved.size(), 2u);
  EXPECT_EQ(report.resolution.unresolved[0].acquisitions, 999u);
  EXPECT_THAT(report.verdict.not_seen, Contains(HasSubstr("no findings were given")));
}

TEST(BuildReport, SaysWhereTheFindingsMayBeOfAnotherProgram) {
  Findings foreign = sample_findings();
  foreign.locks[0].acquisitions[0].file = "elsewhere.cpp";
  EXPECT_THAT(report_of(two_threads(""), foreign).verdict.not_seen, Contains(HasSubstr("of another program")));
  EXPECT_THAT(report_of(two_threads(""), sample_findings()).verdict.not_seen,
              Not(Contains(HasSubstr("of another program"))));
}

TEST(BuildReport, SaysWhichWaitsAndThreadsNoFigureHas) {
  Report report;
  auto& run = report.runs.emplace_back();
  run.label = "r";
  run.given_up = 4;
  run.missing_threads = 1;
  run.unrecorded_threads = 7;
  run.directory = "d";
  report.rebuilt = {"r': rebuilt since the recording: p"};
  EXPECT_THAT(
      judge(report).not_seen,
      IsSupersetOf(
          {HasSubstr("rebuilt since the recording: p"), HasSubstr("4 waits for a lock ended without it"),
           HasSubstr("1 thread file missing in d"), HasSubstr("7 threads not recorded"),
           HasSubstr("was killed, ended by _exit(), or still ran: waits that it was in then are in no figure")}));
}

TEST(BuildReport, DescribesTheRun) {
  Report report = report_of(two_threads("Interner::shard"), sample_findings());
  ASSERT_EQ(report.runs.size(), 1u);
  EXPECT_EQ(report.runs[0].threads, 2u);
  EXPECT_EQ(report.runs[0].label, "minirc at 2 threads");
  EXPECT_EQ(report.runs[0].duration, 8000u);
  ASSERT_EQ(report.measured.size(), 1u);
  EXPECT_EQ(report.measured[0].time, 8000u);
  Report named = report_of(two_threads("x"), {}, {"", {"baseline"}, {16}});
  EXPECT_EQ(named.runs[0].label, "baseline");
  EXPECT_EQ(named.runs[0].threads, 16u);
}

TEST(BuildReport, FitsTheScalingLawThatMadeTheTimes) {
  std::vector<MeasuredTime> times;
  for (std::uint32_t n : {1, 2, 4, 8})
    times.push_back({n, static_cast<Ns>(1e9 * (1 + 0.1 * (n - 1) + 0.01 * n * (n - 1)) / n), 1});
  std::optional<ScalingFit> fit = fit_scaling(times);
  ASSERT_TRUE(fit.has_value());
  EXPECT_NEAR(fit->contention, 0.1, 1e-6);
  EXPECT_NEAR(fit->coherency, 0.01, 1e-6);
  times.pop_back();
  EXPECT_FALSE(fit_scaling(times).has_value());
}

TEST(BuildReport, TellsConfigurationsApart) {
  TestDirectory directory;
  auto record = [&](const std::string& name, std::vector<std::string> command, std::uint64_t end) {
    TraceWriter trace;
    trace.command(command, "/w", "/w/minirc");
    trace.header.end_ticks = end;
    trace.header.start_realtime_ns = end;
    trace.thread(1);
    trace.write(directory.path(name));
  };
  record("a", {"/bin/minirc", "-o", "a", "-Z", "threads=1", "x.rs"}, 5000);
  record("b", {"/bin/minirc", "-o", "b", "-Z", "threads=2", "x.rs", "-Z", "shards=1"}, 6000);
  record("c", {"/bin/minirc", "-o", "c", "-Zthreads=2", "x.rs"}, 7000);
  TraceSet set;
  read_traces(directory.path(), set);
  Report report = build_report({}, set, {});
  EXPECT_EQ(report.runs.at(0).label, "minirc at 1 thread");
  EXPECT_EQ(report.runs.at(1).label, "minirc -Z shards=1 at 2 threads");
  EXPECT_EQ(report.runs.at(2).label, "minirc at 2 threads");
  ASSERT_EQ(report.series.size(), 2u);
  EXPECT_EQ(report.measured.size(), 2u);
  EXPECT_EQ(report.measured[1].time, 6000u);
  EXPECT_EQ(report.series[1].configuration, "minirc -Z shards=1");
}

TEST(BuildReport, ReadsTheThreadOptionInEachSpelling) {
  EXPECT_EQ(threads_of_command({"minirc", "-Z", "threads=8"}), 8u);
  EXPECT_EQ(threads_of_command({"minirc", "-Zthreads=4", "x"}), 4u);
  EXPECT_EQ(threads_of_command({"minirc", "-Z", "shards=1"}), 0u);
  EXPECT_EQ(threads_of_command({"minirc", "-Zthreads=many"}), 0u);
}

TEST(BuildReport, JoinsWaitObjectsWithTheirSignals) {
  TraceWriter trace;
  std::uint32_t waits = trace.site("pool.cpp", 10, "wait"), signals = trace.site("pool.cpp", 90, "count_down");
  std::uint32_t latch = trace.lock_class("Pool::done", PARAUDIT_OBJECT_LATCH);
  ThreadWriter &one = trace.thread(1), &two = trace.thread(2);
  std::uint32_t slot = one.slot(waits, latch);
  one.counter(slot) = {1, waits, latch, 0, 0, 1, 1, 500, 0, 0};
  one.span(PARAUDIT_RECORD_OBJECT_WAIT, 0, slot, 3, 5000, 500);
  two.span(PARAUDIT_RECORD_OBJECT_SIGNAL, 0, two.slot(signals, latch), 3, 4990, 0);
  Report report = report_of(trace, {});
  EXPECT_TRUE(report.locks.empty());
  ASSERT_EQ(report.wait_objects.size(), 1u);
  EXPECT_EQ(report.wait_objects[0].kind, "latch");
  ASSERT_EQ(report.wait_objects[0].blame.size(), 1u);
  EXPECT_EQ(report.wait_objects[0].blame[0].holder.line, 90u);
  EXPECT_EQ(report.wait_objects[0].blame[0].wait, 500u);
}

TEST(BuildReport, FailsOnWhatMustNotPass) {
  Findings findings = sample_findings();
  EXPECT_TRUE(report_of(two_threads("Interner::shard"), findings).verdict.pass);
  Finding error;
  error.check = "paraudit-self-deadlock";
  error.severity = "error";
  findings.findings = {error};
  EXPECT_THAT(report_of(two_threads("Interner::shard"), findings).verdict.reasons,
              ElementsAre("1 finding at error level"));
  findings.findings.clear();
  findings.units = 0;
  EXPECT_FALSE(report_of(two_threads("Interner::shard"), findings).verdict.pass);
  EXPECT_THAT(report_of(TraceWriter(), {}).verdict.reasons,
              ElementsAre("the traces hold no acquisition: nothing was recorded"));
}

} // namespace
} // namespace paraudit::reports
