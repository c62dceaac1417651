#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "reports/export/profiles.h"
#include "reports/export/samples.h"
#include "reports/export/text_forms.h"
#include "reports/export/timeline.h"
#include "reports/reader/test_directory.h"
#include "reports/reader/trace_writer.h"

namespace paraudit::reports {
namespace {

using ::testing::HasSubstr;

Report report() {
  Report report;
  LockUse lock;
  lock.id = lock.name = "A;\"x\\";
  lock.kind = "mutex";
  lock.acquisitions = 100;
  lock.contended = 3;
  lock.wait.total = 1500000000;
  lock.sites = {{{"w.cpp", 9, "wait()"}, "exclusive", 100, 3, 0, 0}};
  lock.blame = {{{"w.cpp", 9, "wait()"}, {"h.cpp", 7, ""}, 2, 1000000000}};
  report.locks = {lock};
  OrderEdge edge;
  edge.before = lock.id;
  edge.after = "B";
  edge.dynamic = true;
  report.lock_order.edges = {edge};
  return report;
}

TEST(Export, WhatNoHolderIsKnownOfIsOneSample) {
  std::vector<WaitSample> samples = wait_samples(report());
  ASSERT_EQ(samples.size(), 2u);
  EXPECT_EQ(samples[0].wait + samples[1].wait, 1500000000u);
  EXPECT_EQ(samples[1].waiter.function, "wait()");
  EXPECT_EQ(frame_name(samples[1].holder), "(not recorded)");
}

TEST(Export, FoldedStacksHoldOneSeparator) {
  EXPECT_EQ(to_folded(report()),
            "A:\"x\\;wait();held by (not recorded) 500000000\nA:\"x\\;wait();held by h.cpp:7 1000000000\n");
}

TEST(Export, OpenMetricsEscapesLabels) {
  std::string text = to_openmetrics(report());
  EXPECT_THAT(text, HasSubstr("paraudit_lock_wait_seconds_total{lock=\"A;\\\"x\\\\\",kind=\"mutex\"} 1.500000000\n"));
  EXPECT_TRUE(text.ends_with("# EOF\n"));
}

TEST(Export, TheGraphHasAllLocks) {
  EXPECT_THAT(to_dot(report()), HasSubstr("\"A;\\\"x\\\\\" -> \"B\" [style=solid, label=\"recorded only\"];"));
}

TEST(Export, TheSummaryIsCutAtAMebibyte) {
  Report large = report();
  Finding finding;
  finding.severity = "warning";
  finding.message = std::string(1000, 'm');
  large.findings.assign(1200, {finding, ""});
  std::string text = to_markdown(large);
  EXPECT_LE(text.size(), kMarkdownBytes);
  EXPECT_GT(text.size(), kMarkdownBytes - 2000);
  EXPECT_THAT(text.substr(text.size() - 150), HasSubstr("more lines cut: this page holds 1 MiB at most"));
  EXPECT_THAT(to_markdown(report()), HasSubstr("| `A;\"x\\` | 100 | 3.00 % | 1.5 s |"));
}

TEST(Export, HoldsHaveTracksOfTheirOwn) {
  TraceWriter trace(1000);
  trace.command({"prog"}, "/w", "/w/prog");
  std::uint32_t site = trace.site("a.cpp", 3, "f"), lock = trace.lock_class("L"), other = trace.lock_class("M");
  ThreadWriter& thread = trace.thread(1);
  thread.wait(thread.slot(site, lock), 5, 20000, 8000);
  thread.hold(thread.slot(site, lock), 5, 30000, 9000);
  thread.hold(thread.slot(site, other), 6, 35000, 9000); // overlaps
  trace.header.end_ticks = 40000;
  TestDirectory directory;
  trace.write(directory.path("prog-1"));
  TraceSet set;
  read_traces(directory.path(), set);
  auto document = nlohmann::json::parse(to_chrome_trace(set));
  std::map<std::pair<int, int>, int> events;
  for (const auto& event : document["traceEvents"])
    if (event["ph"] == "X")
      ++events[{event["pid"].get<int>(), event["tid"].get<int>()}];
  EXPECT_EQ(events.size(), 3u);
  EXPECT_EQ(document["otherData"]["events_left_out"], 0);
}

} // namespace
} // namespace paraudit::reports
