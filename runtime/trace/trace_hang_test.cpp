// The watchdog's wait-for graph and abort mode, from the outside.

#include "runtime/platform/sanitizer.h"
#include "runtime/trace/trace_test_support.h"

#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <regex>
#include <sys/wait.h>
#include <unistd.h>

namespace paraudit::trace::test {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

std::string content_of(const std::filesystem::path& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

// A process that hangs, until it is killed.
class Hang {
 public:
  Hang(const char* name, std::vector<std::string> environment, const char* policy = "count",
       const char* program = PARAUDIT_HANGING_PROGRAM) {
    environment.push_back(std::string("PARAUDIT_RECORD=") + policy);
    environment.push_back("PARAUDIT_TRACE_DIR=" + (scratch_.path() / "traces").string());
    environment.push_back("PARAUDIT_LOG_KIB=512");
    child_ = start_program({"hang", name}, environment, errors_file(), program);
  }
  ~Hang() {
    kill(child_, SIGKILL);
    waitpid(child_, nullptr, 0);
  }
  std::string errors() const { return content_of(errors_file()); }
  // What the process has printed when `end` is in it; asks again and again, as it may not be stuck yet.
  std::string ask_until(const std::string& end, int signal = SIGUSR1) const {
    for (int round = 0; round < 1000; ++round) {
      if (errors().find(end) != std::string::npos || waitpid(child_, nullptr, WNOHANG) != 0)
        break;
      if (signal != 0 && round >= 10 && round % 10 == 0)
        kill(child_, signal);
      usleep(10000);
    }
    usleep(20000); // the rest of the last graph
    return errors();
  }
  std::filesystem::path traces() const { return scratch_.path() / "traces"; }

 private:
  std::string errors_file() const { return (scratch_.path() / "stderr").string(); }
  ScratchDirectory scratch_;
  pid_t child_;
};

TEST(Watchdog, NamesWhoHoldsAndWaitsAndTheCycle) {
  Hang hang("locks", {});
  std::string text = hang.ask_until("DEADLOCK");
  EXPECT_THAT(text, HasSubstr("paraudit: wait-for graph of process "));
  EXPECT_THAT(text, HasSubstr("asked for by a signal"));
  const std::string place = "[^ ]*recorded_hangs.cpp:[0-9]+ in [^\n]*hang_locks";
  EXPECT_THAT(text, ContainsRegex("holds mutex ns::first 0x[0-9a-f]+, acquired at " + place));
  EXPECT_THAT(text, ContainsRegex("holds rwlock ns::table \\(shared\\) 0x[0-9a-f]+, acquired at " + place));
  EXPECT_THAT(text, ContainsRegex("waits [0-9]+.[0-9]+ s for mutex ns::second 0x[0-9a-f]+, at " + place +
                                  "[^\n]*, held by thread [0-9]+ since " + place));
  EXPECT_THAT(text, ContainsRegex("for rwlock ns::table 0x[0-9a-f]+, at [^\n]*, held by thread [0-9]+"));
  EXPECT_THAT(text, ContainsRegex("DEADLOCK: thread [12] waits for mutex ns::(first|second) 0x[0-9a-f]+ held by "
                                  "thread [12], thread [12] waits for mutex ns::(first|second) 0x[0-9a-f]+ held by "
                                  "thread [12]\n"));
  auto processes = processes_in(hang.traces());
  ASSERT_THAT(processes, SizeIs(1));
  std::string file = content_of(processes[0] / "waits-1.txt");
  EXPECT_THAT(file, HasSubstr("wait-for graph"));
  EXPECT_THAT(text, HasSubstr(file)) << "the file has what stderr has";
  EXPECT_THAT(read_trace(processes[0]).problems, testing::IsEmpty());
}

TEST(Watchdog, SpeaksUpByItselfAfterTheTimeOut) {
  Hang hang("locks", {"PARAUDIT_WATCHDOG_SECONDS=1", "PARAUDIT_WATCHDOG_SIGNAL=0"}, "timeline");
  std::string text = hang.ask_until("DEADLOCK", 0);
  EXPECT_THAT(text, HasSubstr("lasted as long as PARAUDIT_WATCHDOG_SECONDS"));
  EXPECT_THAT(text, HasSubstr("DEADLOCK: "));
}

TEST(Watchdog, AForkedChildIsWatchedToo) {
#if PARAUDIT_WITH_THREAD_SANITIZER
  GTEST_SKIP() << "ThreadSanitizer ends a forked process that starts a thread";
#endif
  Hang hang("child", {"PARAUDIT_WATCHDOG_SECONDS=1"});
  std::string text = hang.ask_until("DEADLOCK", 0);
  EXPECT_THAT(text, HasSubstr("DEADLOCK: "));
  auto processes = processes_in(hang.traces());
  ASSERT_THAT(processes, SizeIs(2));
  int graphs = 0;
  for (auto& process : processes)
    graphs += std::filesystem::exists(process / "waits-1.txt");
  EXPECT_EQ(graphs, 1) << "the parent has nothing to say";
}

TEST(Watchdog, LocksAndWaitObjectsAreOneGraph) {
  Hang hang("objects", {});
  std::string text = hang.ask_until("DEADLOCK");
  EXPECT_THAT(text, ContainsRegex("for thread class [0-9]+ 0x[0-9a-f]+, at hangs.cpp:10 in objects, to be ended by"));
  EXPECT_THAT(text, ContainsRegex("for once class [0-9]+ 0x[0-9a-f]+, at hangs.cpp:20 in objects, to be ended by"));
  EXPECT_THAT(text, ContainsRegex("for mutex ns::mutex 0x[0-9a-f]+, at hangs.cpp:30 in objects, held by thread 1 "));
  EXPECT_THAT(text, ContainsRegex("for condition variable class [0-9]+ 0x[0-9a-f]+ key 0x7, at hangs.cpp:40 in "
                                  "objects, nobody is known to end it"));
  EXPECT_THAT(text,
              ContainsRegex("DEADLOCK: thread 1 waits for thread .*, thread [0-9] waits for once .*, thread [0-9] "
                            "waits for mutex ns::mutex [^\n]* held by thread 1\n"));
}

TEST(Watchdog, AQueryAndALockAreOneCycle) {
  Hang hang("query", {}, "count", PARAUDIT_POOL_PROGRAM);
  std::string text = hang.ask_until("DEADLOCK");
  EXPECT_THAT(text,
              ContainsRegex("waits [0-9.]+ s for query class [0-9]+ 0x[0-9a-f]+ key 0x2a, at [^ ]*recorded_pool.cpp:"
                            "[0-9]+ in [^\n]*hang_query[^\n]*, to be ended by thread [0-9]+\n"));
  EXPECT_THAT(text,
              ContainsRegex("DEADLOCK: thread [0-9] waits for (query class [0-9]+ 0x[0-9a-f]+ key 0x2a to be ended "
                            "by thread [0-9], thread [0-9] waits for mutex ns::table 0x[0-9a-f]+ held by|mutex "
                            "ns::table 0x[0-9a-f]+ held by thread [0-9], thread [0-9] waits for query class [0-9]+ "
                            "0x[0-9a-f]+ key 0x2a to be ended by) thread [0-9]\n"));
}

TEST(Watchdog, SuspendedTasksOfOneThreadAreToldApart) {
  for (const char* policy : {"count", "timeline"}) {
    Hang hang("suspended", {}, policy, PARAUDIT_POOL_PROGRAM);
    std::string text = hang.ask_until("DEADLOCK");
    const std::string who = "(task|thread) [0-9]+", query = "query class [0-9]+ 0x[0-9a-f]+ key 0x";
    EXPECT_THAT(text, ContainsRegex("DEADLOCK: " + who + " waits for " + query + "[12] to be ended by " + who + ", " +
                                    who + " waits for " + query + "[12] to be ended by " + who + "\n"));
    EXPECT_THAT(text, Not(HasSubstr("itself")));
  }
}

TEST(Watchdog, ATaskThatWaitsForWhatItsThreadComputesIsNoCycle) {
  Hang hang("busy", {}, "count", PARAUDIT_POOL_PROGRAM);
  std::string text = hang.ask_until("no cycle");
  EXPECT_THAT(text,
              ContainsRegex("(task|thread) [0-9]+[^\n]*\n  waits [0-9.]+ s for query class [0-9]+ 0x[0-9a-f]+ key "
                            "0x3, at [^\n]*, to be ended by thread [0-9]+\n"));
  EXPECT_THAT(text, Not(HasSubstr("DEADLOCK")));
}

TEST(Watchdog, TheProgramsOwnHandlerIsKept) {
  Hang hang("own-handler", {});
  std::string text = hang.ask_until("own\n");
  EXPECT_THAT(text, HasSubstr("the program's own\n"));
  EXPECT_THAT(text, Not(HasSubstr("wait-for graph")));
}

struct OrderRun {
  Outcome outcome;
  std::string file;
};
OrderRun run_order(const std::string& name, const char* abort_on_cycle = "1",
                   const char* program = PARAUDIT_HANGING_PROGRAM) {
  ScratchDirectory scratch;
  Outcome outcome = run_program({"order", name},
                                {"PARAUDIT_RECORD=count", "PARAUDIT_TRACE_DIR=" + (scratch.path() / "traces").string(),
                                 std::string("PARAUDIT_ABORT_ON_CYCLE=") + abort_on_cycle},
                                scratch.path(), program);
  auto processes = processes_in(scratch.path() / "traces");
  return {outcome, processes.empty() ? "" : content_of(processes[0] / "cycle.txt")};
}

TEST(AbortOnCycle, StopsWithTheLocksAndStacksOfBothSides) {
  OrderRun run = run_order("inverted");
  EXPECT_EQ(run.outcome.status, 128 + SIGABRT);
  const std::string place = "[^ ]*recorded_hangs.cpp:[0-9]+ in [^\n]*";
  const std::string stack = "  call stack[^\n]*\n(    [^\n]*\\+0x[0-9a-f]+\n){3,}";
  EXPECT_TRUE(std::regex_search(
      run.outcome.errors,
      std::regex("lock-order cycle; stopping, as PARAUDIT_ABORT_ON_CYCLE says\n"
                 "thread [0-9]+ now acquires mutex ns::a at " +
                 place + "\n  while it holds\n    mutex ns::b, acquired at " + place + "\n" + stack +
                 "thread [0-9]+ acquired mutex ns::b at " + place +
                 ",\n  when it was first seen to do so, while it held\n    mutex ns::a, acquired at " + place + "\n" +
                 stack)))
      << run.outcome.errors;
  EXPECT_THAT(run.outcome.errors, HasSubstr(run.file));
  EXPECT_THAT(run.file, HasSubstr("now acquires"));
}

TEST(AbortOnCycle, StopsAtEveryKindOfCycle) {
  for (const char* name : {"inverted", "three", "instances", "levels-inverted", "philosophers", "own"}) {
    OrderRun run = run_order(name);
    EXPECT_EQ(run.outcome.status, 128 + SIGABRT) << name << run.outcome.errors;
  }
  EXPECT_THAT(run_order("own").outcome.errors, HasSubstr("a thread waits for a lock that it holds"));
}

TEST(AbortOnCycle, PassesWhatCannotDeadlock) {
  for (const char* name :
       {"single-thread", "gated", "joined", "hand-over-hand", "tried", "readers", "levels", "shards"}) {
    OrderRun run = run_order(name);
    EXPECT_EQ(run.outcome.status, 0) << name << run.outcome.errors;
    EXPECT_EQ(run.outcome.errors, "") << name;
  }
}

TEST(AbortOnCycle, PassesOfAPoolAreOrderedByTheirJoins) {
  OrderRun passes = run_order("passes", "1", PARAUDIT_POOL_PROGRAM);
  EXPECT_EQ(passes.outcome.status, 0) << passes.outcome.errors;
  EXPECT_EQ(passes.outcome.errors, "");
  OrderRun beside = run_order("beside", "1", PARAUDIT_POOL_PROGRAM);
  EXPECT_EQ(beside.outcome.status, 128 + SIGABRT) << beside.outcome.errors;
  EXPECT_THAT(beside.file, AllOf(HasSubstr("lock-order cycle"), HasSubstr("ns::a"), HasSubstr("ns::b")));
}

TEST(AbortOnCycle, IsOffUnlessAskedFor) {
  EXPECT_EQ(run_order("inverted", "0").outcome.status, 0);
}

} // namespace
} // namespace paraudit::trace::test
