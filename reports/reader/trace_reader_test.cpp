#include "reports/reader/trace_reader.h"

#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <random>
#include <sstream>

#include "reports/reader/test_directory.h"
#include "reports/reader/trace_writer.h"

namespace paraudit::reports {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::string error_of(const std::string& directory) {
  TraceSet set;
  try {
    read_traces(directory, set);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TraceWriter small_trace() {
  TraceWriter trace;
  trace.command({"prog", "-Z", "threads=2"}, "/work", "/bin/prog");
  std::uint32_t site = trace.site("a.cpp", 7, "f", 3, PARAUDIT_COLUMN_DEBUG_CLANG);
  std::uint32_t lock = trace.lock_class("ns::A::mutex_", PARAUDIT_OBJECT_MUTEX, site);
  trace.thread_info({1, 100, 0, 0, 1000, 0}, "main");
  trace.chain(1, 1500, {{lock, site, 5, PARAUDIT_EXCLUSIVE}, {lock, site, 6, PARAUDIT_SHARED}});
  trace.sync(1400, 1, 2);
  trace.named_counter("dropped.ring", 3);
  trace.module(0x1000, 0x9000, 0x1000, "/bin/prog");
  ThreadWriter& thread = trace.thread(1);
  thread.wait(thread.slot(site, lock), 42, 2000, 300);
  thread.hold(thread.slot(site, lock), 42, 2100, 50);
  return trace;
}

TEST(TraceReader, ReadsEveryKindOfRecord) {
  TestDirectory directory;
  small_trace().write(directory.path("prog-1"));
  TraceSet set;
  read_traces(directory.path(), set);
  ASSERT_EQ(set.processes.size(), 1u);
  const ProcessTrace& trace = set.processes[0];
  EXPECT_THAT(trace.command, ElementsAre("prog", "-Z", "threads=2"));
  EXPECT_EQ(trace.working_directory, "/work");
  EXPECT_EQ(trace.executable, "/bin/prog");
  EXPECT_EQ(trace.sites.at(1).file, "a.cpp");
  EXPECT_EQ(trace.sites.at(1).line, 7u);
  EXPECT_EQ(trace.sites.at(1).function, "f");
  EXPECT_EQ(trace.classes.at(1).name, "ns::A::mutex_");
  EXPECT_EQ(trace.thread_info.at(1).name, "main");
  ASSERT_EQ(trace.chains.size(), 1u);
  EXPECT_EQ(trace.chains[0].links[1].instance, 6u);
  EXPECT_EQ(trace.counters.at("dropped.ring"), 3u);
  EXPECT_EQ(trace.modules.at(0).path, "/bin/prog");
  ASSERT_EQ(trace.threads.size(), 1u);
  EXPECT_EQ(trace.threads[0].counters().at(0).contended, 1u);
  EXPECT_EQ(trace.end_ticks, 2100u);
  EXPECT_EQ(trace.notes.torn_log_bytes, 0u);
}

TEST(TraceReader, ReadsADirectoryOfSeveralInStartOrder) {
  TestDirectory directory;
  TraceWriter late = small_trace(), early = small_trace();
  late.header.start_realtime_ns = 200;
  early.header.start_realtime_ns = 100;
  late.write(directory.path("prog-1"));
  early.write(directory.path("prog-2"));
  TraceSet set;
  read_traces(directory.path(), set);
  ASSERT_EQ(set.processes.size(), 2u);
  EXPECT_EQ(set.processes[0].directory, directory.path("prog-2"));
}

TEST(TraceReader, CountsARecordThatAKillLeftUnfinished) {
  TestDirectory directory;
  TraceWriter trace = small_trace();
  trace.torn(40);
  trace.named_counter("after", 1);
  trace.torn(24);
  trace.write(directory.path("p"));
  TraceSet set;
  read_traces(directory.path("p"), set);
  EXPECT_EQ(set.processes.at(0).counters.at("after"), 1u);
  EXPECT_GT(set.processes[0].notes.torn_log_bytes, 0u);
}

TEST(TraceReader, LeavesOutAProcessThatDiedBeforeItsHeader) {
  TestDirectory directory;
  std::filesystem::create_directories(directory.path("prog-1"));
  write_file(directory.path("prog-1/process"), std::string(4096, '\0'));
  TraceSet set;
  read_traces(directory.path(), set);
  EXPECT_TRUE(set.processes.empty());
  EXPECT_THAT(set.empty, ElementsAre(directory.path("prog-1")));
}

TEST(TraceReader, CountsAThreadThatDiedBeforeItsHeader) {
  TestDirectory directory;
  small_trace().write(directory.path("p"));
  write_file(directory.path("p/thread-2"), std::string(8192, '\0'));
  write_file(directory.path("p/thread-3"), "");
  TraceSet set;
  read_traces(directory.path("p"), set);
  EXPECT_EQ(set.processes.at(0).notes.unstarted_threads, 2u);
}

TEST(TraceReader, RefusesTwoFilesOfOneThread) {
  TestDirectory directory;
  small_trace().write(directory.path("p"));
  std::filesystem::copy_file(directory.path("p/thread-1"), directory.path("p/thread-1.orig"));
  TraceSet set;
  try {
    read_traces(directory.path("p"), set);
    FAIL();
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("p/thread-1.orig: holds the same thread as 'thread-1'"));
  }
}

TEST(TraceReader, FitsTicksToNanoseconds) {
  TestDirectory directory;
  TraceWriter trace = small_trace();
  trace.header.clock = PARAUDIT_CLOCK_TSC;
  trace.header.anchor_count = 2;
  trace.header.anchors[0] = {1000, 5000};
  trace.header.anchors[1] = {4000, 6000};
  trace.write(directory.path("p"));
  TraceSet set;
  read_traces(directory.path("p"), set);
  EXPECT_EQ(set.processes.at(0).clock_fit.ns(300), 100u);
}

TEST(TraceReader, SaysWhatToDoAboutAMissingOrEmptyDirectory) {
  TestDirectory directory;
  EXPECT_THAT(error_of(directory.path("nowhere")),
              HasSubstr("no such trace directory; record one with: paraudit record"));
  EXPECT_THAT(error_of(directory.path()), HasSubstr("holds no trace"));
  write_file(directory.path("file"), "x");
  EXPECT_THAT(error_of(directory.path("file")), HasSubstr("not a directory"));
}

TEST(TraceReader, NamesFileAndVersionOfAWrongVersion) {
  TestDirectory directory;
  TraceWriter trace = small_trace();
  trace.header.version_major = 9;
  trace.write(directory.path("p"));
  EXPECT_THAT(error_of(directory.path("p")),
              HasSubstr("p/process: offset 0x8: trace version 9." + std::to_string(PARAUDIT_TRACE_VERSION_MINOR) +
                        ", this program reads version 1.x"));
  EXPECT_THAT(error_of(directory.path("p")), HasSubstr("use the paraudit that belongs to the recorder"));
}

TEST(TraceReader, NamesFileAndOffsetOfATruncatedFile) {
  TestDirectory directory;
  small_trace().write(directory.path("p"));
  std::filesystem::resize_file(directory.path("p/process"), 100);
  EXPECT_THAT(error_of(directory.path("p")), HasSubstr("p/process: offset 0x0: process header needs"));
  small_trace().write(directory.path("p"));
  std::filesystem::resize_file(directory.path("p/thread-1"), 5000);
  EXPECT_THAT(error_of(directory.path("p")), HasSubstr("p/thread-1: offset 0x1000: counter table needs 4096 bytes"));
}

TEST(TraceReader, RejectsWildLengths) {
  TestDirectory directory;
  TraceWriter trace = small_trace();
  trace.header.log_capacity = ~std::uint64_t{0} - 8;
  trace.write(directory.path("p"));
  EXPECT_THAT(error_of(directory.path("p")), HasSubstr("p/process: offset"));
  TraceWriter anchors = small_trace();
  anchors.header.anchor_count = 1u << 31;
  anchors.write(directory.path("p"));
  EXPECT_THAT(error_of(directory.path("p")), HasSubstr("clock anchors"));
}

TEST(TraceReader, RejectsADamagedLogRecord) {
  TestDirectory directory;
  small_trace().write(directory.path("p"));
  std::string bytes = read_file(directory.path("p/process"));
  bytes[PARAUDIT_PAGE + 4] ^= 1; // the first record's length
  write_file(directory.path("p/process"), bytes);
  EXPECT_THAT(error_of(directory.path("p")), HasSubstr("log record is damaged (bad check word)"));
}

// Whatever the bytes are: a trace or an InputError, never anything else.
TEST(TraceReader, SurvivesRandomDamage) {
  TestDirectory directory;
  small_trace().write(directory.path("p"));
  const std::string process = read_file(directory.path("p/process")), thread = read_file(directory.path("p/thread-1"));
  std::mt19937 random(1);
  int rejected = 0;
  for (int round = 0; round < 400; ++round) {
    std::string damaged_process = process, damaged_thread = thread;
    std::string& victim = round % 2 ? damaged_process : damaged_thread;
    for (int flips = 0; flips < 1 + round % 3; ++flips)
      victim[random() % victim.size()] ^= static_cast<char>(1 << random() % 8);
    if (round % 5 == 0)
      victim.resize(random() % victim.size());
    write_file(directory.path("p/process"), damaged_process);
    write_file(directory.path("p/thread-1"), damaged_thread);
    rejected += !error_of(directory.path("p")).empty();
  }
  EXPECT_GT(rejected, 40);
}

} // namespace
} // namespace paraudit::reports
