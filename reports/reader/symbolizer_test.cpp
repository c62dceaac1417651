#include "reports/reader/symbolizer.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "reports/reader/build_id.h"
#include "reports/reader/child_process.h"
#include "reports/reader/test_directory.h"
#include "reports/reader/trace_writer.h"

extern "C" char __executable_start; // by the linker: where this program is mapped

namespace paraudit::reports {
namespace {

TEST(SymbolizerOutput, ReadsLlvmFramesInnermostFirst) {
  auto frames = parse_symbolizer_output("0x10\nstd::mutex::lock()\n/usr/include/c++/12/bits/std_mutex.h:100:3\nmain\n"
                                        "/src/a b:c.cpp:7:9\n\n0x20\n??\n??:0:0\n\n");
  ASSERT_EQ(frames.at(0x10).size(), 2u);
  EXPECT_EQ(frames[0x10][0].function, "std::mutex::lock()");
  EXPECT_EQ(frames[0x10][1].file, "/src/a b:c.cpp");
  EXPECT_EQ(frames[0x10][1].line, 7u);
  EXPECT_EQ(frames[0x10][1].column, 9u);
  EXPECT_TRUE(frames.at(0x20).empty());
}

TEST(SymbolizerOutput, ReadsAddr2line) {
  auto frames = parse_symbolizer_output("0x0000000000000010\nf(int)\n/src/a.cpp:12 (discriminator 3)\n0x20\ng\n??:?\n");
  ASSERT_EQ(frames.at(0x10).size(), 1u);
  EXPECT_EQ(frames[0x10][0].line, 12u);
  EXPECT_EQ(frames[0x10][0].column, 0u);
  EXPECT_EQ(frames.at(0x20).at(0).function, "g");
  EXPECT_EQ(frames[0x20][0].file, "");
}

TEST(BuildId, WhatIsNoElfFileHasNone) {
  TestDirectory directory;
  for (std::string text : {std::string(), std::string("#!/bin/sh\n"),
                           std::string("\x7f"
                                       "ELF\2\1",
                                       6) +
                               std::string(200, '\xff')}) {
    write_file(directory.path("file"), text);
    EXPECT_EQ(build_id_of_file(directory.path("file")), "");
  }
  EXPECT_EQ(build_id_of_file(directory.path("none")), "");
}

TEST(BuildId, DebugInformationIsFoundInTheFirstDirectoryThatHasIt) {
  TestDirectory directory;
  std::filesystem::create_directories(directory.path("two/.build-id/ab"));
  write_file(directory.path("two/.build-id/ab/0c1f.debug"), "");
  std::string id("\xab\x0c\x1f"), both = directory.path("one") + "::" + directory.path("two");
  EXPECT_EQ(find_debug_file(id, both), directory.path("two/.build-id/ab/0c1f.debug"));
  EXPECT_EQ(find_debug_file(id, directory.path("one")), "");
  EXPECT_EQ(find_debug_file("", both), "");
}

TEST(ChildProcess, PassesInputAndStopsAtTheLimit) {
  std::string cat = find_program({"no-such-program", "cat"});
  ASSERT_FALSE(cat.empty());
  EXPECT_EQ(run_child({cat}, "hello\n", std::chrono::seconds(30)).value_or("failed"), "hello\n");
  EXPECT_FALSE(run_child({find_program({"false"})}, "", std::chrono::seconds(30)).has_value());
  EXPECT_FALSE(run_child({find_program({"sleep"}), "100"}, "", std::chrono::seconds(0)).has_value());
}

// The marker function below is found by its own address in this very program.
[[gnu::noinline]] void marker() {
  asm volatile("");
}

TEST(Symbolizer, FindsAFunctionOfThisProgram) {
  if (find_program({"llvm-symbolizer-19", "llvm-symbolizer", "addr2line"}).empty())
    GTEST_SKIP() << "no symbolizer on PATH";
  char path[4096];
  ssize_t length = ::readlink("/proc/self/exe", path, sizeof path);
  ASSERT_GT(length, 0);
  std::uint64_t base = reinterpret_cast<std::uint64_t>(&__executable_start);
  std::uint64_t address = reinterpret_cast<std::uint64_t>(&marker) + 1;
  ProcessTrace trace;
  TraceModule module;
  module.begin = module.bias = base;
  module.end = base + (1u << 30);
  module.path.assign(path, static_cast<std::size_t>(length));
  trace.modules.push_back(module);
  TraceSite site;
  site.id = 1;
  site.address = address;
  trace.sites[1] = site;
  Symbolized result = symbolize(trace);
  ASSERT_FALSE(result.frames[address].empty()) << (result.notes.empty() ? "" : result.notes[0]);
  EXPECT_NE(result.frames[address][0].function.find("marker"), std::string::npos);
  EXPECT_NE(result.frames[address][0].file.find("symbolizer_test.cpp"), std::string::npos);
  marker();
}

TEST(Symbolizer, TellsARebuiltModule) {
  if (find_program({"llvm-symbolizer-19", "llvm-symbolizer", "addr2line"}).empty())
    GTEST_SKIP() << "no symbolizer on PATH";
  ProcessTrace trace;
  TraceModule module;
  module.begin = 1;
  module.end = 100;
  module.path = "/proc/self/exe";
  module.build_id = "x"; // no file has it
  trace.modules.push_back(module);
  trace.sites[1].address = 50;
  Symbolized result = symbolize(trace);
  EXPECT_TRUE(result.frames.empty());
  EXPECT_EQ(result.rebuilt, std::vector<std::string>{module.path});
}

TEST(Symbolizer, SaysWhenTheModuleIsGone) {
  ProcessTrace trace;
  TraceModule module;
  module.begin = 1;
  module.end = 100;
  module.path = "/nonexistent/program";
  trace.modules.push_back(module);
  trace.sites[1].address = 50;
  trace.sites[2].address = 5000;
  Symbolized result = symbolize(trace);
  EXPECT_TRUE(result.frames.empty());
  ASSERT_EQ(result.notes.size(), 2u);
  EXPECT_NE(result.notes[0].find("no recorded module"), std::string::npos);
}

} // namespace
} // namespace paraudit::reports
