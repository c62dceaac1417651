// What a recorded process leaves on disk, scenario by scenario.

#include "runtime/platform/sanitizer.h"
#include "runtime/trace/trace_test_support.h"

#include <algorithm>
#include <set>
#include <sys/stat.h>

namespace paraudit::trace::test {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class Policies : public testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(Trace, Policies, testing::Values("count", "timeline"));

// Class names of a chain, outermost first; "?" for unnamed ones.
std::vector<std::string> names_of(const Trace& trace, const Chain& chain) {
  std::vector<std::string> names;
  for (const paraudit_chain_link& link : chain.links)
    names.push_back(trace.classes.count(link.class_id) ? trace.classes.at(link.class_id).name : "?");
  return names;
}
std::set<std::vector<std::string>> chains_of(const Trace& trace) {
  std::set<std::vector<std::string>> all;
  for (const Chain& chain : trace.chains)
    all.insert(names_of(trace, chain));
  return all;
}

TEST_P(Policies, CountsAreExact) {
  Trace trace = record("counts", GetParam());
  EXPECT_EQ(trace.acquisitions("ns::outer"), 4 * 1000 + 1);
  EXPECT_EQ(trace.acquisitions("ns::inner"), 4 * 1000);
  EXPECT_EQ(trace.acquisitions("ns::table"), 2 * 4 * 1000);
  EXPECT_EQ(trace.acquisitions(""), 4) << "the unnamed lock";
  EXPECT_EQ(trace.threads.size(), 5u);
  EXPECT_THAT(chains_of(trace), Contains(std::vector<std::string>{"ns::outer", "ns::inner"}));
  for (auto& [reason, count] : trace.counters)
    EXPECT_EQ(count, 0u) << reason;
  EXPECT_EQ(trace.header.log_dropped, 0u);
  EXPECT_GT(trace.header.end_ticks, trace.header.start_ticks);
}

TEST_P(Policies, SitesNameTheSourceAndModes) {
  Trace trace = record("counts", GetParam());
  std::set<uint32_t> modes;
  for (const Thread& thread : trace.threads)
    for (const paraudit_counter& counter : thread.counters) {
      if (counter.key == 0)
        continue;
      ASSERT_TRUE(trace.sites.count(counter.site));
      const Site& site = trace.sites.at(counter.site);
      EXPECT_THAT(site.file, HasSubstr("recorded_program.cpp"));
      EXPECT_THAT(site.function, HasSubstr("run_counts"));
      EXPECT_GT(site.meta.line, 0u);
      EXPECT_EQ(site.meta.column_kind, PARAUDIT_COLUMN_SOURCE_LOCATION_CLANG);
      modes.insert(counter.mode);
    }
  EXPECT_EQ(modes, (std::set<uint32_t>{PARAUDIT_EXCLUSIVE, PARAUDIT_SHARED, PARAUDIT_EXCLUSIVE | PARAUDIT_TRY}));
}

TEST_P(Policies, ProcessFileDescribesTheRun) {
  Trace trace = record("counts", GetParam(), {"PARAUDIT_LOG_KIB=256"});
  EXPECT_LE(trace.header.log_capacity, 256u * 1024);
  EXPECT_EQ(trace.header.policy, std::string(GetParam()) == "count" ? 1u : 2u);
  EXPECT_THAT(trace.command, HasSubstr(std::string("runtime_recorded_program\0counts\0", 32)));
  EXPECT_THAT(trace.environment, HasSubstr("PARAUDIT_LOG_KIB=256"));
  ASSERT_GE(trace.header.anchor_count, 2u);
  EXPECT_LT(trace.header.anchors[0].monotonic_ns, trace.header.anchors[trace.header.anchor_count - 1].monotonic_ns);
  EXPECT_LT(trace.header.anchors[0].ticks, trace.header.anchors[trace.header.anchor_count - 1].ticks);
  auto executable = std::find_if(trace.modules.begin(), trace.modules.end(), [](const Module& module) {
    return module.path.find("runtime_recorded_program") != std::string::npos;
  });
  ASSERT_NE(executable, trace.modules.end());
  std::set<uint64_t> begins;
  for (const Module& module : trace.modules)
    EXPECT_TRUE(begins.insert(module.meta.begin).second) << "written twice: " << module.path;
  EXPECT_LT(executable->meta.begin, executable->meta.end);
  EXPECT_TRUE(std::any_of(trace.modules.begin(), trace.modules.end(), [](const Module& module) {
    return module.path.find("libparaudit-recorder.so") != std::string::npos;
  }));
}

TEST_P(Policies, ContentionNamesWaiterAndHolder) {
  Trace trace = record("contended", GetParam());
  auto waits = trace.records_of(PARAUDIT_RECORD_WAIT), releases = trace.records_of(PARAUDIT_RECORD_RELEASE_CONTENDED);
  ASSERT_THAT(waits, SizeIs(1));
  ASSERT_THAT(releases, SizeIs(1));
  EXPECT_EQ(instance_of(waits[0]), instance_of(releases[0]));
  // The release ends the wait: it lies in it or just before its end.
  EXPECT_GE(ticks_of(releases[0]), ticks_of(waits[0]) - duration_of(waits[0]));
  EXPECT_EQ(trace.total(&paraudit_counter::contended), 1u);
  EXPECT_GT(trace.total(&paraudit_counter::wait_ticks), 0u);
  // The waiter names the holder's site itself.
  auto holders = trace.records_of(PARAUDIT_RECORD_WAIT_HOLDER);
  ASSERT_THAT(holders, SizeIs(1));
  auto site = trace.sites.find(static_cast<uint32_t>(holders[0].word1));
  ASSERT_NE(site, trace.sites.end());
  EXPECT_THAT(site->second.function, HasSubstr("contended"));
}

TEST(Trace, TimelineHasEveryHold) {
  Trace trace = record("counts", "timeline");
  EXPECT_EQ(trace.records_of(PARAUDIT_RECORD_HOLD).size(), trace.total(&paraudit_counter::acquisitions));
  EXPECT_EQ(trace.total(&paraudit_counter::hold_samples), trace.total(&paraudit_counter::acquisitions));
}

TEST(Trace, TimelineStopsWhenFullAndCounts) {
  Trace trace = record("samples", "timeline", {"PARAUDIT_TIMELINE_RECORDS=1024"});
  ASSERT_THAT(trace.threads, SizeIs(1));
  EXPECT_EQ(trace.threads[0].records.size(), 1024u);
  EXPECT_EQ(trace.threads[0].header.ring_dropped, 200000u - 1024u);
  EXPECT_EQ(trace.acquisitions("ns::sampled"), 200000u);
}

TEST(Trace, TimelineGrows) {
  Trace trace = record("samples", "timeline");
  EXPECT_EQ(trace.records_of(PARAUDIT_RECORD_HOLD).size(), 200000u);
  EXPECT_EQ(trace.threads.at(0).header.ring_dropped, 0u);
}

TEST(Trace, CountModeSamplesHoldsAtRandom) {
  Trace trace = record("samples", "count", {"PARAUDIT_RING_RECORDS=1024", "PARAUDIT_SAMPLE_PERIOD=64"});
  EXPECT_EQ(trace.acquisitions("ns::sampled"), 200000u);
  uint64_t samples = trace.total(&paraudit_counter::hold_samples);
  EXPECT_GT(samples, 200000u / 64 * 8 / 10); // 3125 +- 56 (one sigma)
  EXPECT_LT(samples, 200000u / 64 * 12 / 10);
  EXPECT_EQ(trace.header.sample_period, 64u);
  ASSERT_THAT(trace.threads, SizeIs(1)); // the ring keeps the newest and counts the rest
  EXPECT_EQ(trace.threads[0].records.size(), 1024u);
  EXPECT_EQ(trace.threads[0].header.ring_dropped, samples - 1024);
}

// Each acquisition has the same chance, whatever came before: of two sites in turn each gets half of the samples.
TEST(Trace, SamplesFavourNoSite) {
  Trace trace = record("alternating", "count", {"PARAUDIT_SAMPLE_PERIOD=64"});
  std::vector<double> samples;
  for (const paraudit_counter& counter : trace.threads.at(0).counters)
    if (counter.acquisitions == 100000)
      samples.push_back(static_cast<double>(counter.hold_samples));
  ASSERT_THAT(samples, SizeIs(2));
  for (double each : samples) // binomial: 1562 +- 39 (one sigma)
    EXPECT_NEAR(each, 100000 / 64.0, 5 * 39.2);
}

TEST_P(Policies, TheClockIsAnchoredAgainWhileTheProgramRuns) {
  Trace trace = record("slow", GetParam(), {"PARAUDIT_SAMPLE_PERIOD=1"});
  ASSERT_GE(trace.header.anchor_count, 5u) << "120 ms, looked at every 10 ms at first";
  const paraudit_clock_anchor* anchors = trace.header.anchors;
  const paraudit_clock_anchor& last = anchors[trace.header.anchor_count - 1];
  double ns_per_tick = static_cast<double>(last.monotonic_ns - anchors[0].monotonic_ns) /
                       static_cast<double>(last.ticks - anchors[0].ticks);
  for (uint32_t i = 1; i < trace.header.anchor_count; ++i) {
    EXPECT_GT(anchors[i].ticks, anchors[i - 1].ticks);
    double fitted = static_cast<double>(anchors[i].ticks - anchors[0].ticks) * ns_per_tick;
    EXPECT_NEAR(fitted, static_cast<double>(anchors[i].monotonic_ns - anchors[0].monotonic_ns), 5e6)
        << "within what a busy machine puts between two readings";
  }
}

TEST(Trace, WhatIsNotRecordedIsCountedByReason) {
  Trace trace = record("beyond", "count", {"PARAUDIT_LOG_KIB=32768"});
  std::map<std::string, uint64_t> told;
  for (auto& [reason, count] : trace.counters)
    if (count != 0)
      told[reason] = count;
  EXPECT_EQ(told, (std::map<std::string, uint64_t>{{"dropped: too many locks held", 10},
                                                   {"dropped: lock chains", 65536 - 1024},
                                                   {"releases without an acquisition", 10},
                                                   {"dropped: too many waits", 10},
                                                   {"lock waits given up", 1}}));
  Trace full = record("beyond", "count", {"PARAUDIT_LOG_KIB=256"});
  EXPECT_GT(full.header.log_dropped, 500u) << "chains that found no room";
  EXPECT_EQ(full.counters.at("dropped: too many locks held"), 10u) << "known for all that";
}

TEST_P(Policies, ForeignLocksAreKnownByAddress) {
  Trace trace = record("foreign", GetParam());
  EXPECT_EQ(trace.acquisitions("ns::named"), 20u);
  EXPECT_EQ(trace.acquisitions(""), 21u);
  std::set<uint32_t> unnamed;
  for (auto& [id, lock_class] : trace.classes)
    if (lock_class.name.empty())
      unnamed.insert(id);
  EXPECT_EQ(unnamed.size(), 1u) << "two sites of one address are one class";
  auto by_address =
      std::count_if(trace.sites.begin(), trace.sites.end(), [](auto& site) { return site.second.meta.address != 0; });
  EXPECT_EQ(by_address, 1);
  EXPECT_THAT(trace.records_of(PARAUDIT_RECORD_WAIT), SizeIs(1));
  EXPECT_EQ(trace.counters.at("releases without an acquisition"), 0u);
}

TEST(Trace, TasksWaitsAndThreadsAreLinked) {
  Trace trace = record("tasks", "timeline");
  ASSERT_THAT(trace.records_of(PARAUDIT_RECORD_TASK_SPAWN), SizeIs(1));
  uint64_t task = trace.records_of(PARAUDIT_RECORD_TASK_SPAWN)[0].word1;
  EXPECT_EQ(trace.labels.at(static_cast<uint32_t>(task >> 40)), "work");
  for (uint32_t kind : {PARAUDIT_RECORD_TASK_BEGIN, PARAUDIT_RECORD_TASK_SUSPEND, PARAUDIT_RECORD_TASK_RESUME,
                        PARAUDIT_RECORD_TASK_END, PARAUDIT_RECORD_TASK_JOIN}) {
    ASSERT_THAT(trace.records_of(kind), SizeIs(1)) << kind;
    EXPECT_EQ(trace.records_of(kind)[0].word1, task);
  }
  ASSERT_THAT(trace.edges, SizeIs(2)); // creation, join
  EXPECT_EQ(trace.edges[0].from_thread, trace.edges[1].to_thread);
  EXPECT_LE(trace.edges[0].ticks, ticks_of(trace.records_of(PARAUDIT_RECORD_TASK_SPAWN)[0]))
      << "created before that, whenever it got a processor";
  EXPECT_EQ(trace.thread_meta.at(trace.edges[0].to_thread).parent_index, trace.edges[0].from_thread);
  EXPECT_THAT(trace.records_of(PARAUDIT_RECORD_OBJECT_WAIT), SizeIs(1));
  EXPECT_THAT(trace.records_of(PARAUDIT_RECORD_OBJECT_SIGNAL), SizeIs(1));
  EXPECT_THAT(chains_of(trace), Contains(std::vector<std::string>{"ns::held", ""})) << "a lock held while waiting";
}

TEST(Trace, ShardKeysPrecedeTheirHolds) {
  Trace trace = record("tasks", "timeline");
  uint64_t expected = 0, holds_with_key = 0;
  for (const Thread& thread : trace.threads)
    for (size_t i = 0; i + 1 < thread.records.size(); ++i)
      if (kind_of(thread.records[i]) == PARAUDIT_RECORD_KEY_HASH &&
          kind_of(thread.records[i + 1]) == PARAUDIT_RECORD_HOLD) {
        uint64_t key = thread.records[i].word1;
        if (expected == 0) // 0 is written as another key of the same shard
          EXPECT_EQ(paraudit_mix(key) >> 32, paraudit_mix(0) >> 32);
        else
          EXPECT_EQ(key, expected);
        ++expected;
        ++holds_with_key;
      }
  EXPECT_EQ(holds_with_key, 21u);
  for (auto& [id, lock_class] : trace.classes) {
    if (lock_class.name == "ns::shards") {
      EXPECT_EQ(lock_class.meta.flags, 1u) << "shards have an index order";
    }
  }
}

TEST(Trace, MoreLocksThanSixtyFour) {
  Trace trace = record("deep", "count");
  EXPECT_EQ(trace.acquisitions("ns::deep"), 200u);
  size_t longest = 0;
  for (const Chain& chain : trace.chains)
    longest = std::max(longest, chain.links.size());
  EXPECT_EQ(longest, 200u);
}

TEST(Trace, CountersThatFindNoSlotAreCounted) {
  Trace trace = record("many-classes", "count", {"PARAUDIT_COUNTERS=64"});
  uint64_t dropped = trace.threads.at(0).header.counters_dropped;
  EXPECT_EQ(dropped + trace.total(&paraudit_counter::acquisitions), 100u);
  EXPECT_EQ(dropped, 100u - 64 * 7 / 8);
}

TEST_P(Policies, EndedThreadsKeepTheirTraces) {
  Trace trace = record("churn", GetParam(), {"PARAUDIT_TIMELINE_RECORDS=1024"});
  EXPECT_EQ(trace.threads.size(), 101u);
  EXPECT_EQ(trace.acquisitions("ns::churn"), 101u);
  for (const Thread& thread : trace.threads)
    EXPECT_NE(thread.header.end_ticks, 0u) << thread.header.index;
}

TEST_P(Policies, LateDestructorsAreRecorded) {
  Trace trace = record("late", GetParam());
  EXPECT_EQ(trace.acquisitions("ns::late"), 5u); // thread, its two destructors, main, exit handler
}

TEST_P(Policies, SignalHandlersThatLockDoNoHarm) {
  Trace trace = record("signals", GetParam());
  uint64_t handled = trace.acquisitions("ns::handler");
  EXPECT_GT(handled, 0u);
  for (const std::vector<std::string>& chain : chains_of(trace))
    EXPECT_NE(chain.front(), "ns::handler") << "a handler's lock was left on the held stack";
  EXPECT_EQ(trace.acquisitions("ns::outer"), trace.acquisitions("ns::inner"));
}

// A recorded build has thousands of processes: what is not used is given back when they end.
TEST(Trace, EndedProcessTakesLittleRoomOnTheDisk) {
  ScratchDirectory scratch;
  std::string traces = (scratch.path() / "traces").string();
  run_program({"churn"}, {"PARAUDIT_RECORD=count", "PARAUDIT_TRACE_DIR=" + traces}, scratch.path());
  auto processes = processes_in(traces);
  ASSERT_THAT(processes, SizeIs(1));
  uint64_t blocks = 0;
  for (auto& entry : std::filesystem::directory_iterator(processes[0])) {
    struct stat status{};
    ASSERT_EQ(stat(entry.path().c_str(), &status), 0);
    blocks += static_cast<uint64_t>(status.st_blocks) * 512;
  }
  EXPECT_LT(blocks, 101u * 100 * 1024) << "header and counters of 101 threads, and little else";
}

TEST(Trace, ModulesComeAndGo) {
  Trace trace = record("dlopen", "count");
  auto site =
      std::find_if(trace.sites.begin(), trace.sites.end(), [](auto& entry) { return entry.second.meta.address != 0; });
  ASSERT_NE(site, trace.sites.end());
  uint64_t address = site->second.meta.address;
  auto module = std::find_if(trace.modules.begin(), trace.modules.end(), [&](const Module& entry) {
    return entry.meta.begin <= address && address < entry.meta.end;
  });
  ASSERT_NE(module, trace.modules.end()) << "loaded after the start";
  EXPECT_THAT(module->path, HasSubstr("libzstd"));
  EXPECT_EQ(module->build_id.size(), 20u);
  ASSERT_THAT(trace.unloaded, SizeIs(1));
  EXPECT_EQ(trace.unloaded[0].begin, module->meta.begin);
  EXPECT_GT(trace.unloaded[0].ticks, module->meta.ticks);
}

TEST(Trace, ThreadsBeyondTheLimitAreToldOfAndCounted) {
  ScratchDirectory scratch;
  std::string traces = (scratch.path() / "traces").string();
  Outcome run = run_program(
      {"churn"}, {"PARAUDIT_RECORD=count", "PARAUDIT_TRACE_DIR=" + traces, "PARAUDIT_MAX_THREADS=10"}, scratch.path());
  EXPECT_EQ(run.status, 0);
  EXPECT_EQ(run.errors, "paraudit: a thread is not recorded: more than PARAUDIT_MAX_THREADS were started (the program "
                        "runs on)\n");
  Trace trace = read_trace(processes_in(traces).at(0));
  EXPECT_EQ(trace.counters.at("dropped: by threads that are not recorded"), 2u * 91 + 1)
      << "an acquisition and a release each, and the first thread's end";
  EXPECT_EQ(trace.threads.size(), 10u);
  EXPECT_EQ(trace.header.thread_count, 10u);
  EXPECT_EQ(trace.header.threads_dropped, 91u);
}

// The spread that comes with a sampled mean covers the true mean: holds differ by nothing but noise here, so that the
// means of two halves of the classes must agree within a few of their stated errors.
TEST(Trace, SampledHoldsStateTheirSpread) {
  Trace trace = record("samples", "count");
  for (const Thread& thread : trace.threads)
    for (const paraudit_counter& counter : thread.counters) {
      if (counter.hold_samples < 2)
        continue;
      double n = static_cast<double>(counter.hold_samples), mean = static_cast<double>(counter.hold_ticks) / n;
      double squares = 0, sum = 0, records = 0;
      for (const paraudit_record& record : thread.records)
        if (kind_of(record) == PARAUDIT_RECORD_HOLD) {
          double hold = static_cast<double>(duration_of(record));
          squares += hold * hold;
          sum += hold;
          ++records;
        }
      EXPECT_EQ(records, n) << "the ring had room for all";
      EXPECT_NEAR(sum / records, mean, mean * 0.001);
      EXPECT_NEAR(static_cast<double>(counter.hold_squares), squares, squares * 0.01) << "a float's rounding, no more";
    }
}

TEST(Trace, LocksInsideAnAllocatorAreRecorded) {
#if PARAUDIT_WITH_SANITIZER
  GTEST_SKIP() << "the sanitizer's allocator cannot be replaced";
#endif
  for (const char* policy : {"count", "timeline"}) {
    Trace trace = record("allocator", policy);
    EXPECT_GT(trace.acquisitions("ns::heap"), 800u);
    EXPECT_EQ(trace.acquisitions("ns::many7"), 4u);
    EXPECT_THAT(chains_of(trace), Contains(std::vector<std::string>{"ns::many7", "ns::heap"}));
    EXPECT_EQ(trace.counters.at("releases without an acquisition"), 0u);
  }
}

TEST(Trace, TenThousandShortThreads) {
  Trace trace = record("much-churn", "count",
                       {"PARAUDIT_MAX_THREADS=20000", "PARAUDIT_COUNTERS=16", "PARAUDIT_RING_RECORDS=256"});
  EXPECT_EQ(trace.header.thread_count, 10001u);
  EXPECT_EQ(trace.header.threads_dropped, 0u);
  EXPECT_EQ(trace.acquisitions("ns::churn"), 10001u);
}

TEST(Trace, OffRecordsNothing) {
  ScratchDirectory scratch;
  std::string traces = "PARAUDIT_TRACE_DIR=" + (scratch.path() / "traces").string();
  EXPECT_EQ(run_program({"counts"}, {traces}, scratch.path()).status, 0);
  EXPECT_EQ(run_program({"counts"}, {traces, "PARAUDIT_RECORD=off"}, scratch.path()).status, 0);
  EXPECT_FALSE(std::filesystem::exists(scratch.path() / "traces"));
}

} // namespace
} // namespace paraudit::trace::test
