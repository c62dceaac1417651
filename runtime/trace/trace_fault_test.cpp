// What goes wrong around a recorded process: kills, forks, full disks, bad options.

#include "runtime/trace/trace_test_support.h"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <set>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace paraudit::trace::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<std::string> recording(const std::filesystem::path& scratch, const char* policy = "count") {
  return {std::string("PARAUDIT_RECORD=") + policy, "PARAUDIT_TRACE_DIR=" + (scratch / "traces").string()};
}

// Counter and record of a hold are written one after the other: a kill comes between the two at most once a thread.
void expect_one_record_lost_at_most(const Thread& thread) {
  uint64_t holds = thread.header.ring_dropped, samples = 0;
  for (const paraudit_record& record : thread.records)
    holds += kind_of(record) == PARAUDIT_RECORD_HOLD;
  for (const paraudit_counter& counter : thread.counters)
    samples += counter.hold_samples;
  if (thread.header.ring_dropped == 0) { // else records of waits may be among them
    EXPECT_LE(samples, holds + 1);
    EXPECT_LE(holds, samples + 1);
  }
}

// Kills a process that records as fast as it can, at a different instant each time, and reads what is left.
void kill_while_recording(int round, const char* policy) {
  constexpr int kThreads = 4;
  ScratchDirectory scratch;
  std::string progress_file = (scratch.path() / "progress").string();
  std::ofstream(progress_file) << std::string(4096, '\0');
  int fd = open(progress_file.c_str(), O_RDWR);
  auto* progress = static_cast<volatile uint64_t*>(mmap(nullptr, 4096, PROT_READ, MAP_SHARED, fd, 0));
  close(fd);
  pid_t child = start_program({"endless", progress_file}, recording(scratch.path(), policy), "/dev/null");
  ASSERT_GT(child, 0);
  while (progress[0] == 0) {
    ASSERT_EQ(waitpid(child, nullptr, WNOHANG), 0) << "the program ended by itself";
    usleep(200);
  }
  usleep(static_cast<useconds_t>(paraudit_mix(static_cast<uint64_t>(round) + 1) % 10000)); // a random instant
  uint64_t done = 0;
  for (int i = 0; i < kThreads; ++i)
    done += progress[i];
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  munmap(const_cast<uint64_t*>(progress), 4096);

  auto processes = processes_in(scratch.path() / "traces");
  ASSERT_THAT(processes, SizeIs(1));
  Trace trace = read_trace(processes[0]);
  EXPECT_THAT(trace.problems, IsEmpty());
  EXPECT_EQ(trace.header.end_ticks, 0u);
  EXPECT_GE(trace.acquisitions("ns::outer"), done) << "what was recorded before the kill is there";
  EXPECT_GE(trace.acquisitions("ns::inner"), done);
  if (policy == std::string("timeline"))
    for (const Thread& thread : trace.threads)
      expect_one_record_lost_at_most(thread);
}

int kill_rounds() {
  const char* text = std::getenv("PARAUDIT_KILL_ROUNDS");
  return text == nullptr ? 10 : std::atoi(text);
}

TEST(Kill, EveryTraceIsReadable) {
  for (int round = 0; round < kill_rounds(); ++round)
    kill_while_recording(round, round % 2 == 0 ? "count" : "timeline");
}

class Fork : public testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(Policies, Fork, testing::Values("count", "timeline"));

TEST_P(Fork, ChildRecordsOnItsOwn) {
  ScratchDirectory scratch;
  Outcome run = run_program({"fork"}, recording(scratch.path(), GetParam()), scratch.path());
  EXPECT_EQ(run.status, 0) << run.errors;
  auto processes = processes_in(scratch.path() / "traces");
  ASSERT_THAT(processes, SizeIs(2));
  std::multiset<uint64_t> counts;
  for (auto& process : processes) {
    Trace trace = read_trace(process);
    EXPECT_THAT(trace.problems, IsEmpty());
    counts.insert(trace.acquisitions("ns::forked"));
    EXPECT_NE(trace.header.end_ticks, 0u);
    EXPECT_EQ(trace.counters.at("releases without an acquisition"), 0u);
    if (trace.header.policy == PARAUDIT_POLICY_TIMELINE) // of the lock held meanwhile as well, in either
      EXPECT_EQ(trace.records_of(PARAUDIT_RECORD_HOLD).size(), trace.acquisitions("ns::forked") + 1);
    for (const Chain& chain : trace.chains)
      EXPECT_EQ(trace.classes.at(chain.links.at(0).class_id).name, "ns::across");
  }
  EXPECT_EQ(counts, (std::multiset<uint64_t>{5, 17}));
}

TEST(Exec, NewProgramGetsADirectoryOfItsOwn) {
  ScratchDirectory scratch;
  Outcome run = run_program({"exec"}, recording(scratch.path()), scratch.path());
  EXPECT_EQ(run.status, 0) << run.errors;
  auto processes = processes_in(scratch.path() / "traces");
  ASSERT_THAT(processes, SizeIs(2));
  EXPECT_EQ(processes[1].string(), processes[0].string() + ".1");
  EXPECT_EQ(read_trace(processes[0]).acquisitions("ns::exec"), 1u);
  EXPECT_EQ(read_trace(processes[1]).acquisitions("ns::inner"), 4000u);
}

TEST(Disk, UnusableDirectoryIsNamedOnceAndTheProgramRuns) {
  ScratchDirectory scratch;
  std::ofstream(scratch.path() / "traces") << "a file where the directory should be";
  Outcome run = run_program({"counts"}, recording(scratch.path()), scratch.path());
  EXPECT_EQ(run.status, 0);
  EXPECT_THAT(run.errors, HasSubstr("paraudit: cannot record: " + (scratch.path() / "traces").string()));
  EXPECT_EQ(std::count(run.errors.begin(), run.errors.end(), '\n'), 1);
}

// A limit on the size of files stands for a full disk: both make the allocation fail.
TEST(Disk, NoRoomIsNamedOnceAndLeavesNothing) {
  ScratchDirectory scratch;
  rlimit before{}, small{};
  getrlimit(RLIMIT_FSIZE, &before);
  small = before;
  small.rlim_cur = 1 << 20;
  setrlimit(RLIMIT_FSIZE, &small);
  Outcome all = run_program({"counts"}, recording(scratch.path()), scratch.path());
  auto with_small_log = recording(scratch.path() / "second");
  with_small_log.insert(with_small_log.end(), {"PARAUDIT_LOG_KIB=512", "PARAUDIT_RING_RECORDS=65536"});
  Outcome threads_only = run_program({"counts"}, with_small_log, scratch.path());
  setrlimit(RLIMIT_FSIZE, &before);

  EXPECT_EQ(all.status, 0);
  EXPECT_THAT(all.errors, HasSubstr("cannot record: "));
  EXPECT_THAT(all.errors, HasSubstr("File too large"));
  EXPECT_THAT(processes_in(scratch.path() / "traces"), IsEmpty());
  EXPECT_EQ(threads_only.status, 0);
  EXPECT_THAT(threads_only.errors, HasSubstr("a thread is not recorded: "));
  EXPECT_EQ(std::count(threads_only.errors.begin(), threads_only.errors.end(), '\n'), 1);
  auto processes = processes_in(scratch.path() / "second" / "traces");
  ASSERT_THAT(processes, SizeIs(1));
  Trace trace = read_trace(processes[0]);
  EXPECT_THAT(trace.problems, IsEmpty());
  EXPECT_EQ(trace.header.threads_dropped, 5u);
}

// The first part of a timeline fits, the next does not: it stops, says so once, and counts what it drops.
TEST(Disk, TimelineStopsGrowingWhenTheDiskIsFull) {
  ScratchDirectory scratch;
  Outcome run = run_program({"full-disk"}, recording(scratch.path(), "timeline"), scratch.path());
  EXPECT_EQ(run.status, 0) << run.errors;
  EXPECT_THAT(run.errors, HasSubstr("a timeline stops growing: "));
  EXPECT_EQ(std::count(run.errors.begin(), run.errors.end(), '\n'), 1) << run.errors;
  Trace trace = read_trace(processes_in(scratch.path() / "traces").at(0));
  EXPECT_THAT(trace.problems, IsEmpty());
  ASSERT_THAT(trace.threads, SizeIs(1));
  EXPECT_EQ(trace.threads[0].records.size(), 65536u) << "the oldest are kept";
  EXPECT_EQ(trace.threads[0].header.ring_dropped, 200001u - 65536u);
  EXPECT_EQ(trace.acquisitions("ns::sampled"), 200001u) << "counters go on";
}

TEST(Options, MistakesAreNamedAndDefaultsUsed) {
  ScratchDirectory scratch;
  auto variables = recording(scratch.path());
  variables.insert(variables.end(), {"PARAUDIT_COUNTERS=many", "PARAUDIT_LOG_KIB=1"});
  Outcome run = run_program({"counts"}, variables, scratch.path());
  EXPECT_EQ(run.status, 0);
  EXPECT_THAT(run.errors, HasSubstr("PARAUDIT_COUNTERS is not a number in its range; using the default, not many"));
  EXPECT_THAT(run.errors, HasSubstr("PARAUDIT_LOG_KIB"));
  Trace trace = read_trace(processes_in(scratch.path() / "traces").at(0));
  EXPECT_EQ(trace.threads.at(0).header.counters_capacity, 1024u);
  run = run_program({"counts"}, {"PARAUDIT_RECORD=yes"}, scratch.path());
  EXPECT_THAT(run.errors, HasSubstr("PARAUDIT_RECORD must be off, count or timeline"));
}

} // namespace
} // namespace paraudit::trace::test
