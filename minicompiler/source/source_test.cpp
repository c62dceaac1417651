#include "minicompiler/source/diagnostics.h"
#include "minicompiler/source/source_map.h"
#include "minicompiler/source/symbol.h"
#include "runtime/sync/mode.h"
#include <gtest/gtest.h>
#include <thread>
#include <vector>

namespace minirc {
namespace {

TEST(SourceMap, FindsLinesAndCharacterColumns) {
  SourceMap map;
  map.add("a.rs", "one\n");
  const SourceFile* file = map.add("b.rs", "x\r\n\xC3\xA9\xC3\xA9y\n");
  Location at = map.lookup(file->base + 3 + 4);
  EXPECT_EQ(at.file->path, "b.rs");
  EXPECT_EQ(at.line, 2u);
  EXPECT_EQ(at.column, 3u);
  EXPECT_EQ(map.line_text(*file, 1), "x");
  EXPECT_EQ(map.total_lines(), 3u);
  EXPECT_EQ(map.lookup(0).file, nullptr);
}

TEST(Symbols, EqualNamesAreOneEntryAcrossThreadsAndGrowth) {
  for (unsigned shards : {1u, 32u}) {
    SymbolInterner interner({.shards = shards});
    constexpr int kThreads = 4, kNames = 5000;
    std::vector<std::vector<Symbol>> seen(kThreads);
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t)
      threads.emplace_back([&, t] {
        for (int i = 0; i < kNames; ++i)
          seen[t].push_back(interner.intern("name" + std::to_string(i)));
      });
    for (std::thread& thread : threads)
      thread.join();
    for (int t = 1; t < kThreads; ++t)
      EXPECT_EQ(seen[t], seen[0]);
    EXPECT_EQ(seen[0][17].str(), "name17");
    EXPECT_TRUE(interner.intern("println").is(Known::kPrintln));
    EXPECT_EQ(interner.known(Known::kMain), interner.intern("main"));
  }
}

class Rendering : public testing::Test {
 protected:
  Rendering() : file_(map_.add("m.rs", "fn main() {\n    let x: i32 = true;\n}\n")) {}
  Span at(std::uint32_t lo, std::uint32_t hi) const { return {file_->base + lo, file_->base + hi}; }
  SourceMap map_;
  const SourceFile* file_;
};

TEST_F(Rendering, HumanLayoutIsThatOfRustc) {
  Diagnostic d = make_error(Phase::kTypes, 308, at(29, 33), "mismatched types", "expected `i32`, found `bool`");
  d.label(at(23, 26), "expected due to this");
  EXPECT_EQ(render_all({d, d}, map_, ErrorFormat::kHuman),
            "error[E0308]: mismatched types\n"
            " --> m.rs:2:18\n"
            "  |\n"
            "2 |     let x: i32 = true;\n"
            "  |            ---   ^^^^ expected `i32`, found `bool`\n"
            "  |            |\n"
            "  |            expected due to this\n\n"
            "error: aborting due to 1 previous error\n\n"
            "For more information about this error, try `rustc --explain E0308`.\n");
}

TEST_F(Rendering, SpansOverLinesGetABar) {
  Diagnostic d = make_error(Phase::kTypes, 0, at(10, 36), "whole block", "here");
  std::string text = render(d, map_, ErrorFormat::kHuman);
  EXPECT_NE(text.find("1 |   fn main() {\n  |  ___________^\n"), std::string::npos) << text;
  EXPECT_NE(text.find("3 | | }\n  | |_^ here\n"), std::string::npos) << text;
}

TEST_F(Rendering, ShortAndJson) {
  Diagnostic d = make_error(Phase::kTypes, 425, at(29, 33), "cannot find value");
  EXPECT_EQ(render(d, map_, ErrorFormat::kShort), "m.rs:2:18: error[E0425]: cannot find value\n");
  std::string json = render(d, map_, ErrorFormat::kJson);
  EXPECT_NE(json.find("\"code\":{\"code\":\"E0425\""), std::string::npos);
  EXPECT_NE(json.find("\"line_start\":2,\"line_end\":2,\"column_start\":18,\"column_end\":22,\"is_primary\":true"),
            std::string::npos);
}

TEST(Diagnostics, OrderIsByPhaseThenPlace) {
  std::vector<Diagnostic> all{make_error(Phase::kTypes, 1, {5, 6}, "b"), make_error(Phase::kTypes, 1, {2, 3}, "c"),
                              make_error(Phase::kParse, 1, {9, 10}, "a")};
  sort_diagnostics(all);
  EXPECT_EQ(all[0].message + all[1].message + all[2].message, "acb");
}

} // namespace
} // namespace minirc
