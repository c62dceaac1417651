// What the pool tells the recorder. The test program stands in for the recorder: its own definitions of the hooks come
// before those of libparaudit-recorder.so.
#include <algorithm>
#include <cstring>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

#include <gmock/gmock.h>

#include "runtime/abi/hooks.h"
#include "runtime/abi/trace_format.h"
#include "runtime/parallel/jobserver.h"
#include "runtime/parallel/par.h"
#include "runtime/parallel/pool_modes_test.h"

namespace {

struct Event {
  std::string what;
  std::uint64_t id; // of the task or the wait
};

struct Wait {
  std::uint32_t kind;
  std::uint64_t key;
  std::uint32_t line;
  std::string file;
  bool ended = false;
};

// All that was told, guarded by one mutex.
struct Log {
  std::mutex mutex;
  bool on = false;
  std::uint64_t next = 0;
  std::vector<Event> events;
  std::map<std::uint64_t, std::string> labels;
  std::map<std::uint64_t, Wait> waits;
  std::vector<std::uint32_t> signals;
  std::vector<std::uint64_t> phases; // in the order in which threads entered them
  std::map<const void*, int> owned;  // how often it was said since it was last taken back
  std::vector<std::uint32_t> stacks; // in the order in which threads began to run them
  int ever_owned = 0;
};
Log& told() {
  static Log log;
  return log;
}

void note(const char* what, std::uint64_t id) {
  std::lock_guard lock(told().mutex);
  told().events.push_back({what, id});
}

} // namespace

extern "C" {
int paraudit_recording(void) {
  return told().on ? PARAUDIT_POLICY_TIMELINE : PARAUDIT_POLICY_NONE;
}
std::uint64_t paraudit_task_spawn(const char* label) {
  std::lock_guard lock(told().mutex);
  std::uint64_t id = ++told().next;
  told().labels[id] = label;
  told().events.push_back({"spawn", id});
  return id;
}
void paraudit_task_begin(std::uint64_t task) {
  note("begin", task);
}
void paraudit_task_end(std::uint64_t task) {
  note("end", task);
}
void paraudit_task_suspend(std::uint64_t task) {
  note("suspend", task);
}
void paraudit_task_resume(std::uint64_t task) {
  note("resume", task);
}
void paraudit_task_join(std::uint64_t task) {
  note("join", task);
}
std::uint64_t paraudit_wait_begin(const void*, std::uint32_t kind, std::uint64_t key, const paraudit_site* site) {
  std::lock_guard lock(told().mutex);
  std::uint64_t token = ++told().next;
  told().waits[token] = {kind, key, site ? site->line : 0, site ? site->file : ""};
  return token;
}
void paraudit_wait_end(const void*, std::uint64_t token) {
  std::lock_guard lock(told().mutex);
  told().waits.at(token).ended = true;
}
void paraudit_phase(const void*, std::uint64_t phase) {
  std::lock_guard lock(told().mutex);
  told().phases.push_back(phase);
}
int paraudit_phase_room(void) {
  return 1;
}
void paraudit_object_owned(const void* object) {
  std::lock_guard lock(told().mutex);
  ++told().owned[object];
  ++told().ever_owned;
}
void paraudit_object_disowned(const void* object) {
  std::lock_guard lock(told().mutex);
  told().owned.erase(object);
}
void paraudit_stack(std::uint32_t stack) {
  std::lock_guard lock(told().mutex);
  told().stacks.push_back(stack);
}
void paraudit_signal(const void*, std::uint32_t kind, const paraudit_site*) {
  std::lock_guard lock(told().mutex);
  told().signals.push_back(kind);
}
}

namespace paraudit {
namespace {

class Recording : public testing::TestWithParam<PoolMode> {
 protected:
  void SetUp() override {
    told().events.clear();
    told().labels.clear();
    told().waits.clear();
    told().signals.clear();
    told().phases.clear();
    told().owned.clear();
    told().stacks.clear();
    told().ever_owned = 0;
    told().on = true;
  }
  void TearDown() override { told().on = false; }

  // The events of one task, in order, as one line.
  static std::string life_of(std::uint64_t task) {
    std::string life;
    for (const Event& event : told().events) {
      if (event.id == task) {
        life += (life.empty() ? "" : " ") + event.what;
      }
    }
    return life;
  }
};
INSTANTIATE_TEST_SUITE_P(Pools, Recording, testing::ValuesIn(pool_modes(false)), mode_name);
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(Recording);

TEST_P(Recording, EveryTaskHasItsLabelAndOneLife) {
  {
    WorkerPool pool(GetParam().options());
    pool.install([] {
      scope("walk", [](Scope& s) {
        for (int i = 0; i < 20; ++i) {
          s.spawn("step", [] { join("halves", [] {}, [] {}); });
        }
      });
    });
  }
  std::map<std::string, int> labels;
  for (const auto& [task, label] : told().labels) {
    ++labels[label];
    std::string life = life_of(task);
    EXPECT_TRUE(life.starts_with("spawn begin")) << label << ": " << life;
    EXPECT_EQ(std::ranges::count_if(told().events, [&](const Event& e) { return e.id == task && e.what == "end"; }), 1);
    EXPECT_EQ(std::ranges::count_if(told().events, [&](const Event& e) { return e.id == task && e.what == "suspend"; }),
              std::ranges::count_if(told().events, [&](const Event& e) { return e.id == task && e.what == "resume"; }));
    EXPECT_TRUE(life.ends_with("join")) << label << ": " << life;
  }
  EXPECT_EQ(labels, (std::map<std::string, int>{{"install", 1}, {"step", 20}, {"halves", 20}}));
}

TEST_P(Recording, EveryConstructsLabelIsInTheTrace) {
  {
    WorkerPool pool(GetParam().options());
    pool.install([] {
      std::vector<int> items(4);
      par_for_each_in("for each", items, [](int&) {});
      try_par_for_each_in("try for each", items, [](int&) { return true; });
      par_map("map", items, [](int& item) { return item; });
      par_iter("iter", items).count();
      join("join", [] {}, [] {});
      scope("scope", [](Scope& s) { s.spawn("scope spawn", [] {}); });
      spawn("spawn", [] {}).wait();
      broadcast("broadcast", [](unsigned) {});
    });
  }
  std::map<std::string, unsigned> labels;
  for (const auto& [task, label] : told().labels) {
    ++labels[label];
  }
  // A construct's first piece runs in the task that wrote it.
  std::map<std::string, unsigned> expected = {{"for each", 3}, {"try for each", 3}, {"map", 3},   {"iter", 3},
                                              {"join", 1},     {"scope spawn", 1},  {"spawn", 1}, {"install", 1}};
  if (GetParam().threads > 1) {
    expected["broadcast"] = GetParam().threads - 1;
  }
  EXPECT_EQ(labels, expected);
}

std::uint64_t latest_phase() {
  std::lock_guard lock(told().mutex);
  return told().phases.empty() ? 0 : *std::ranges::max_element(told().phases);
}

TEST_P(Recording, PassesAreFollowedByNewPhases) {
  WorkerPool pool(GetParam().options());
  std::vector<int> items(10);
  pool.install([&] {
    par_for_each_in("first", items, [](int) {});
    std::uint64_t first = latest_phase();
    EXPECT_EQ(first, 1u);
    par_for_each_in("second", items, [&](int) {
      join("inner", [] {}, [] {}); // a part of the pass
    });
    EXPECT_EQ(latest_phase(), first + 1);
    scope("third", [&](Scope& s) {
      s.spawn("child", [] {});
      join("beside", [] {}, [] {}); // while the child may run
    });
    EXPECT_EQ(latest_phase(), first + 2);
  });
  pool.install([&] { par_for_each_in("again", items, [](int) {}); });
  EXPECT_EQ(latest_phase(), 4u);
}

TEST_P(Recording, ATaskThatNobodyJoinedLeavesThePhaseOpen) {
  WorkerPool pool(GetParam().options());
  std::vector<int> items(10);
  pool.install([&] {
    auto beside = spawn("beside", [] {});
    std::uint64_t phase = latest_phase();
    par_for_each_in("pass", items, [](int) {}); // may run together with it, whether it has ended or not
    EXPECT_EQ(latest_phase(), phase);
    beside.wait();
    par_for_each_in("pass", items, [](int) {});
    EXPECT_EQ(latest_phase(), phase + 1);
  });
}

TEST_P(Recording, CallersThatAreNotOrderedLeaveThePhaseOpen) {
  WorkerPool pool(GetParam().options());
  std::vector<int> items(10);
  auto pass = [&] { pool.install([&] { par_for_each_in("pass", items, [](int) {}); }); };
  pass();
  std::uint64_t phase = latest_phase();
  std::thread(pass).join();
  EXPECT_EQ(latest_phase(), phase);
}

TEST_P(Recording, TheEndOfATaskBelongsToTheThreadThatRunsIt) {
  {
    WorkerPool pool(GetParam().options());
    pool.install([] { join("halves", [] {}, [] {}); });
  }
  EXPECT_GE(told().ever_owned, 2); // the root and a half
  EXPECT_TRUE(told().owned.empty());
}

int times_owned(const Latch& latch) {
  std::lock_guard lock(told().mutex);
  auto found = told().owned.find(&latch);
  return found == told().owned.end() ? 0 : found->second;
}

TEST_P(Recording, ALatchBelongsToItsOwnersTaskWhereverItGoesOn) {
  WorkerPool pool(GetParam().options());
  Latch outer(WaitKind::kQuery, 1), inner(WaitKind::kQuery, 2), gate;
  pool.install([&] {
    LatchOwner owns_outer(outer);
    auto opens = [&] { gate.set(); };
    {
      LatchOwner owns_inner(inner);
      EXPECT_EQ(times_owned(inner), 1);
      auto task = spawn("opens", opens);
      gate.wait();
      EXPECT_EQ(times_owned(inner), times_owned(outer));
      if (GetParam().threads == 1) { // with several the task may have been faster than the wait
        EXPECT_EQ(times_owned(inner), 2);
      }
      task.wait();
    }
    EXPECT_EQ(times_owned(inner), 0);
    EXPECT_FALSE(inner.is_set());
    owns_outer.set();
    EXPECT_EQ(times_owned(outer), 0);
    EXPECT_TRUE(outer.is_set());
  });
}

TEST_P(Recording, ASuspendedStackKeepsItsNumber) {
  {
    WorkerPool pool(GetParam().options());
    pool.install([] {
      Latch gate;
      auto task = spawn("opens", [&] { gate.set(); });
      gate.wait();
      task.wait();
    });
  }
  const auto& stacks = told().stacks;
  std::uint32_t first = *std::ranges::min_element(stacks, {}, [](std::uint32_t s) { return s == 0 ? ~0u : s; });
  std::uint32_t last = *std::ranges::max_element(stacks);
  if (GetParam().threads == 1) { // the root, the task, the root again: each begun, and ended by 0
    EXPECT_EQ(stacks, (std::vector<std::uint32_t>{first, first + 1, 0, first, 0}));
  }
  EXPECT_LE(last - first, 1u);
  EXPECT_EQ(stacks.back(), 0u);
}

TEST_P(Recording, AWaitForATokenOfMakesIsToldToo) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0); // without a token: there is only the process's own
  std::string problem;
  auto jobserver =
      Jobserver::from_makeflags("--jobserver-auth=" + std::to_string(ends[0]) + "," + std::to_string(ends[1]), problem);
  ASSERT_NE(jobserver, nullptr) << problem;
  Jobserver::Token own = jobserver->acquire();
  std::uint32_t line = __LINE__ + 1;
  std::thread other([&] { jobserver->release(jobserver->acquire()); });
  auto waits_for_token = [] {
    std::lock_guard lock(told().mutex);
    return std::ranges::count_if(told().waits,
                                 [](auto& wait) { return wait.second.kind == PARAUDIT_OBJECT_JOBSERVER; });
  };
  while (waits_for_token() == 0) {
    std::this_thread::yield();
  }
  jobserver->release(own);
  other.join();
  for (const auto& [token, wait] : told().waits) {
    EXPECT_TRUE(wait.ended);
    EXPECT_EQ(wait.line, line);
    EXPECT_TRUE(wait.file.ends_with("recording_test.cpp"));
  }
  EXPECT_GE(std::ranges::count(told().signals, static_cast<std::uint32_t>(PARAUDIT_OBJECT_JOBSERVER)), 1);
  jobserver.reset();
  close(ends[0]);
  close(ends[1]);
}

TEST_P(Recording, AWaitTellsItsKindKeyAndPlace) {
  std::uint32_t line = 0;
  {
    WorkerPool pool(GetParam().options());
    pool.install([&] {
      Latch query(WaitKind::kQuery, 4711);
      // Begun by nobody else: the only worker there may be suspends the waiter, then runs this.
      auto setter = spawn("setter", [&] { query.set(); });
      line = __LINE__ + 1;
      query.wait();
      setter.wait();
    });
  }
  int queries = 0;
  for (const auto& [token, wait] : told().waits) {
    EXPECT_TRUE(wait.ended);
    if (wait.kind == PARAUDIT_OBJECT_QUERY) {
      ++queries;
      EXPECT_EQ(wait.key, 4711u);
      EXPECT_EQ(wait.line, line);
      EXPECT_TRUE(wait.file.ends_with("recording_test.cpp"));
    } else {
      EXPECT_EQ(wait.kind, PARAUDIT_OBJECT_JOIN);
    }
  }
  // With several workers the setter may have been faster than the wait.
  if (GetParam().threads == 1) {
    EXPECT_EQ(queries, 1);
  }
  EXPECT_EQ(std::ranges::count(told().signals, static_cast<std::uint32_t>(PARAUDIT_OBJECT_QUERY)), 1);
}

} // namespace
} // namespace paraudit
