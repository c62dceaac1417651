#include "reports/render/format.h"

#include <gtest/gtest.h>

#include "reports/render/html_writer.h"

namespace paraudit::reports {
namespace {

TEST(Format, Durations) {
  EXPECT_EQ(duration_text(Ns{0}), "0 ns");
  EXPECT_EQ(duration_text(Ns{999}), "999 ns");
  EXPECT_EQ(duration_text(Ns{1000}), "1.0 us");
  EXPECT_EQ(duration_text(Ns{123456}), "123 us");
  EXPECT_EQ(duration_text(Ns{999999}), "1.0 ms");
  EXPECT_EQ(duration_text(Ns{12'000'000'000}), "12 s");
  EXPECT_EQ(duration_text(std::optional<Ns>()), "-");
}

TEST(Format, CountsAndShares) {
  EXPECT_EQ(count_text(7), "7");
  EXPECT_EQ(count_text(1234567), "1,234,567");
  EXPECT_EQ(share_text(1, 3), "33.3 %");
  EXPECT_EQ(share_text(1, 1000000), "<0.01 %");
  EXPECT_EQ(share_text(1, 0), "0 %");
}

TEST(Format, CleansWhatIsNoText) {
  EXPECT_EQ(clean_text("a\xff\xc3(b\n\x1b[31m"), "a\xef\xbf\xbd\xef\xbf\xbd(b  [31m");
  EXPECT_EQ(clean_text("\xc0\xaf\xed\xa0\x80"), "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
  EXPECT_EQ(clean_text("gr\xc3\xbc\xc3\x9f"), "gr\xc3\xbc\xc3\x9f");
}

TEST(Format, TellsTheGuardOfAStateAndHowOftenItIsHeld) {
  SharedState state;
  state.synchronization = "none";
  EXPECT_EQ(guard_text(state), "unsynchronised");
  state.synchronization = "guarded";
  state.guard = "ns::mutex";
  EXPECT_EQ(guard_text(state), "guarded by ns::mutex");
  StaticAccess access;
  access.held = {"ns::mutex", "ns::other"};
  state.accesses = {access, access};
  access.held.clear();
  state.accesses.push_back(access);
  access.is_parallel = false; // before there are threads
  state.accesses.push_back(access);
  EXPECT_EQ(guard_text(state), "guarded by ns::mutex, held at 2 of 3 accesses");
}

TEST(Format, CutsInTheMiddleAtWholeCharacters) {
  EXPECT_EQ(cut_text("short", 10), "short");
  EXPECT_EQ(cut_text("namespace::Class::member", 15), "namesp...member");
  EXPECT_EQ(cut_text("\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc", 5), "\xc3\xbc...\xc3\xbc");
}

TEST(HtmlWriter, EscapesEverything) {
  EXPECT_EQ(escape_html("<a href=\"x\">'&\xff"), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;\xef\xbf\xbd");
  HtmlWriter out;
  out.begin_table("<caption>", {{"<th>", true}});
  out.begin_row("\"id");
  out.link_cell("<x>", "</td>");
  out.end_row();
  out.end_table();
  std::string html = out.take();
  EXPECT_EQ(html.find("<caption><"), std::string::npos);
  EXPECT_EQ(html.find("<x>"), std::string::npos);
  EXPECT_NE(html.find("<tr id=\"&quot;id\">"), std::string::npos);
}

TEST(HtmlWriter, IdsAreSafeAndDistinct) {
  EXPECT_EQ(element_id("lock-", "ns::A<int>"), "lock-ns::A~3cint~3e");
  EXPECT_NE(element_id("lock-", "a b"), element_id("lock-", "a~20b"));
}

} // namespace
} // namespace paraudit::reports
