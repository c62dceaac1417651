#include "reports/render/html.h"

#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "reports/reader/test_directory.h"
#include "reports/render/source_excerpt.h"

namespace paraudit::reports {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

Report small_report() {
  Report report;
  Run run;
  run.label = "prog at 2 threads";
  run.recording = "count";
  run.threads = 2;
  report.runs = {run};
  LockUse lock;
  lock.id = lock.name = "ns::A<int>::m";
  lock.kind = "mutex";
  lock.acquisitions = 10;
  lock.contended = 1;
  lock.wait.total = 1500;
  lock.sites = {{{"a.cpp", 3, "f"}, "exclusive", 10, 1, 1500, 0}};
  lock.blame = {{{"a.cpp", 3, "f"}, {"b.cpp", 4, "g"}, 1, 1500}};
  report.locks = {lock};
  return report;
}

// Where the plain part of the page ends.
std::string main_of(const std::string& page) {
  std::size_t begin = page.find("<main"), end = page.find("</main>");
  return page.substr(begin, end - begin);
}

std::string data_of(const std::string& page) {
  const std::string open = "<script type=\"application/json\" id=\"paraudit-data\">";
  std::size_t begin = page.find(open) + open.size();
  return page.substr(begin, page.find("</script>", begin) - begin);
}

TEST(Html, PlainPartNamesLocksHoldersAndWaiters) {
  std::string text = main_of(to_html(small_report(), {}));
  EXPECT_THAT(text, HasSubstr("Verdict: pass"));
  EXPECT_THAT(text, HasSubstr("<a href=\"#lock-ns::A~3cint~3e::m\">ns::A&lt;int&gt;::m</a>"));
  EXPECT_THAT(text, HasSubstr("id=\"lock-ns::A~3cint~3e::m\""));
  EXPECT_THAT(text, HasSubstr("<code>b.cpp:4</code>"));
  EXPECT_THAT(text, HasSubstr("data-v=\"1500\">1.5 us"));
}

TEST(Html, TellsItsPartsInOrder) {
  Report report = small_report();
  report.series = {{"prog", {{1, 10, 1}, {2, 6, 1}}}};
  PredictedTime& time = report.predictions.emplace_back().predicted.emplace_back();
  time.threads = 4;
  time.time = 3;
  time.limit = "tasks";
  report.resolution.sites = 1;
  std::string text = main_of(to_html(report, {}));
  std::size_t before = 0;
  for (const char* part : {"verdict", "locks", "scaling", "what-if", "order", "state", "findings", "runs"}) {
    std::size_t at = text.find("<section id=\"" + std::string(part) + "\"");
    ASSERT_NE(at, std::string::npos) << part;
    EXPECT_GT(at + 1, before) << part;
    before = at;
  }
}

TEST(Html, EmbedsTheReportAsJson) {
  Report report = small_report();
  report.notes = {"</script><!-- <script>", "<!--paraudit:content-->"};
  std::string page = to_html(report, {});
  nlohmann::json data = nlohmann::json::parse(data_of(page));
  EXPECT_EQ(data["locks"][0]["id"], "ns::A<int>::m");
  EXPECT_EQ(data["notes"][0], "</script><!-- <script>");
  EXPECT_THAT(data_of(page), Not(HasSubstr("<")));
  EXPECT_THAT(page, Not(HasSubstr("<!--paraudit:")));
}

TEST(Html, SaysWhatItLeavesOut) {
  Report report = small_report();
  report.locks.resize(700, report.locks[0]);
  EXPECT_THAT(main_of(to_html(report, {})), HasSubstr("200 more rows are left out here"));
}

TEST(Html, KeepsTheFirstOfLongListsAndSaysWhatItLeavesOut) {
  Report report = small_report();
  EXPECT_FALSE(nlohmann::json::parse(data_of(to_html(report, {}))).contains("left_out"));
  report.locks[0].by_instance.resize(1200);
  report.locks.resize(700, report.locks[0]);
  OrderEdge edge;
  edge.before = "a";
  edge.after = "b";
  report.lock_order.edges.resize(2000, edge);
  report.lock_order.edges.back().before = "ns::A<int>::m";
  report.lock_order.cycles.emplace_back().locks = {"ns::A<int>::m", "c"};
  std::string page = to_html(report, {});
  nlohmann::json data = nlohmann::json::parse(data_of(page));
  EXPECT_EQ(data["locks"].size(), 500u);
  EXPECT_EQ(data["locks"][0]["by_instance"].size(), 1000u);
  EXPECT_EQ(data["lock_order"]["edges"].size(), 1500u);
  EXPECT_EQ(data["lock_order"]["edges"][0]["before"], "ns::A<int>::m") << "those of cycles come first";
  EXPECT_EQ(data["left_out"]["lock_wait_ns"], 200 * 1500);
  EXPECT_EQ(data["left_out"]["pairs"], 500);
  EXPECT_THAT(page, HasSubstr("<li>200 locks</li>\n<li>500 lock pairs</li>\n<li>599,000 instances of locks</li>"));
  EXPECT_THAT(main_of(page),
              HasSubstr("Together these were acquired 2,000 times, contended 200 times and waited for 300 us"));
}

TEST(Html, FoldsTheRunsOfOneKind) {
  Report report = small_report();
  report.runs.resize(4, report.runs[0]);
  report.runs[3].label = "prog at 8 threads";
  report.runs[3].threads = 8;
  report.locks[0].per_run = {{0, 10, 1, 300}, {1, 12, 3, 100}, {2, 11, 2, 200}, {3, 13, 9, 900}};
  std::string text = main_of(to_html(report, {}));
  EXPECT_THAT(text, HasSubstr("in each run; where runs are folded their medians"));
  EXPECT_THAT(text, HasSubstr("<summary>prog at 2 threads, 3 runs</summary>\n<ol>\n"
                              "<li>10 acquired, 1 contended, 300 ns waited</li>\n"
                              "<li>12 acquired, 3 contended, 100 ns waited</li>\n"
                              "<li>11 acquired, 2 contended, 200 ns waited</li>\n</ol></details></td>"
                              "<td class=\"n\" data-v=\"2\">2</td><td class=\"n\" data-v=\"11\">11</td>"
                              "<td class=\"n\" data-v=\"2\">2</td><td class=\"n\" data-v=\"200\">200 ns</td>"));
  EXPECT_THAT(text, HasSubstr("<td>prog at 8 threads</td>"));
  report.runs.resize(60, report.runs[0]);
  report.locks[0].per_run.clear();
  for (std::size_t run = 4; run < 60; ++run)
    report.locks[0].per_run.push_back({run, 1, 0, 0});
  EXPECT_THAT(main_of(to_html(report, {})), HasSubstr("16 more runs are left out here"));
}

std::size_t sections_of(const Report& report) {
  std::string text = main_of(to_html(report, {}));
  std::size_t count = 0;
  for (std::size_t at = text.find("<section class=\"lock\""); at != std::string::npos;
       at = text.find("<section class=\"lock\"", at + 1))
    ++count;
  return count;
}

TEST(Html, TellsThoseInDetailThatWereWaitedFor) {
  Report report = small_report();
  report.locks.resize(300, report.locks[0]);
  EXPECT_EQ(sections_of(report), 60u);
  for (std::size_t i = 20; i < report.locks.size(); ++i)
    report.locks[i].wait.total = 0;
  EXPECT_EQ(sections_of(report), 20u);
  report.locks[0].wait.total = 1'000'000'000;
  EXPECT_EQ(sections_of(report), 12u);
}

TEST(Html, ShowsErrorsFirst) {
  Report report = small_report();
  for (const char* severity : {"remark", "error", "warning"}) {
    FindingEntry entry;
    entry.finding.severity = severity;
    entry.finding.message = std::string("the ") + severity;
    entry.finding.json = "{}";
    report.findings.push_back(entry);
  }
  std::string text = main_of(to_html(report, {}));
  EXPECT_LT(text.find("the error"), text.find("the warning"));
  EXPECT_LT(text.find("the warning"), text.find("the remark"));
}

TEST(Html, CarriesTheLicencesOfItsParts) {
  std::string page = page_template();
  for (const char* name : {"preact ", "@observablehq/plot ", "@dagrejs/dagre ", "highlight.js "})
    EXPECT_THAT(page, HasSubstr(name));
  EXPECT_THAT(page, HasSubstr("THE SOFTWARE IS PROVIDED"));
}

TEST(SourceExcerpts, ReadsLinesInsideTheRootOnly) {
  TestDirectory directory;
  std::filesystem::create_directories(directory.path("src"));
  std::ofstream(directory.path("src/a.cpp")) << "one\ntwo\nthree\nfour\nfive\n";
  std::ofstream(directory.path("secret")) << "secret\n";
  SourceExcerpts sources(directory.path("src"));
  Excerpt excerpt = sources.around("a.cpp", 4, 1);
  EXPECT_EQ(excerpt.first_line, 3u);
  EXPECT_THAT(excerpt.lines, ElementsAre("three", "four", "five"));
  EXPECT_THAT(sources.around("../secret", 1).lines, IsEmpty());
  EXPECT_THAT(sources.around(directory.path("secret"), 1).lines, IsEmpty());
  EXPECT_THAT(sources.around("a.cpp", 6).lines, IsEmpty());
  EXPECT_THAT(sources.around("missing.cpp", 1).lines, IsEmpty());
}

} // namespace
} // namespace paraudit::reports
