#include "reports/markup/markdown.h"

#include <gtest/gtest.h>

namespace paraudit::reports {
namespace {

TEST(Markdown, TextStaysText) {
  EXPECT_EQ(md_text("a*b_c|d\n<script>&[x](y)"), "a\\*b\\_c\\|d &lt;script&gt;&amp;\\[x\\](y)");
}

TEST(Markdown, CodeHoldsAnything) {
  EXPECT_EQ(md_code("operator|<T>"), "`operator\\|<T>`");
  EXPECT_EQ(md_code("a `b` c"), "``a `b` c``");
  EXPECT_EQ(md_code("`x`"), "`` `x` ``");
  EXPECT_EQ(md_code(""), "");
}

TEST(Markdown, TablesHaveALineUnderTheNames) {
  EXPECT_EQ(md_head({"a", "b"}) + md_row({"1", "2"}), "| a | b |\n| --- | --- |\n| 1 | 2 |\n");
}

} // namespace
} // namespace paraudit::reports
