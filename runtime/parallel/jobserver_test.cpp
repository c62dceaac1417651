#include "runtime/parallel/jobserver.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include <gmock/gmock.h>

#include "runtime/parallel/par.h"
#include "runtime/parallel/pool_modes_test.h"

namespace paraudit {
namespace {

using testing::HasSubstr;

// Plays make: a pipe or a fifo with some tokens in it.
class Make {
 public:
  Make(bool fifo, int tokens) : directory_(testing::TempDir() + "/jobserver-" + std::to_string(getpid())) {
    if (fifo) {
      std::filesystem::create_directories(directory_);
      std::string path = directory_ + "/fifo";
      mkfifo(path.c_str(), 0600);
      ends_[0] = open(path.c_str(), O_RDONLY | O_NONBLOCK);
      ends_[1] = open(path.c_str(), O_WRONLY);
      flags_ = " -j --jobserver-auth=fifo:" + path;
    } else {
      EXPECT_EQ(pipe(ends_), 0);
      flags_ = "k -j --jobserver-auth=" + std::to_string(ends_[0]) + "," + std::to_string(ends_[1]) + " -- A=b";
    }
    for (int i = 0; i < tokens; ++i) {
      char byte = static_cast<char>('a' + i);
      EXPECT_EQ(write(ends_[1], &byte, 1), 1);
    }
  }
  ~Make() {
    close(ends_[0]);
    close(ends_[1]);
    std::filesystem::remove_all(directory_);
  }

  const std::string& flags() const { return flags_; }
  std::unique_ptr<Jobserver> client() const {
    std::string problem;
    auto jobserver = Jobserver::from_makeflags(flags_, problem);
    EXPECT_NE(jobserver, nullptr) << problem;
    return jobserver;
  }
  // The tokens that are there, sorted.
  std::string tokens() const {
    fcntl(ends_[0], F_SETFL, O_NONBLOCK);
    char bytes[64];
    ssize_t got = read(ends_[0], bytes, sizeof bytes);
    std::string all(bytes, got > 0 ? static_cast<std::size_t>(got) : 0);
    std::ranges::sort(all);
    return all;
  }

 private:
  std::string directory_;
  std::string flags_;
  int ends_[2] = {-1, -1};
};

class Jobservers : public testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(Forms, Jobservers, testing::Bool(),
                         [](const auto& info) { return info.param ? "fifo" : "pipe"; });

TEST_P(Jobservers, GivesBackTheTokensItTook) {
  Make make(GetParam(), 3);
  {
    auto jobserver = make.client();
    std::vector<Jobserver::Token> held;
    for (int i = 0; i < 4; ++i) { // three of make's and the process's own
      held.push_back(jobserver->try_acquire().value());
    }
    EXPECT_EQ(jobserver->try_acquire(), std::nullopt);
    jobserver->release(held[2]);
    EXPECT_NE(jobserver->try_acquire(), std::nullopt);
    jobserver->release(held[0]);
    EXPECT_NE(jobserver->try_acquire(), std::nullopt);
  }
  EXPECT_EQ(make.tokens(), "abc");
}

TEST_P(Jobservers, AcquireWaitsForARelease) {
  Make make(GetParam(), 0);
  auto jobserver = make.client();
  Jobserver::Token own = jobserver->acquire();
  std::atomic<bool> released = false;
  std::thread other([&] {
    EXPECT_EQ(jobserver->acquire(), Jobserver::Token::kOwn);
    EXPECT_TRUE(released);
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(10));
  released = true;
  jobserver->release(own);
  other.join();
}

// The tokens that are there once some other process has given them back, which may take it a moment.
std::string tokens_in_the_end(const Make& make, std::size_t expected) {
  std::string all;
  for (int tries = 0; tries < 1000 && all.size() < expected; ++tries) {
    all += make.tokens();
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  std::ranges::sort(all);
  return all;
}

TEST_P(Jobservers, HoweverAProcessEndsItsTokensComeBack) {
  for (int signal : {SIGKILL, SIGABRT, SIGTERM, SIGINT, 0}) { // 0: it just exits, without destructors
    Make make(GetParam(), 3);
    pid_t child = fork();
    if (child == 0) {
      if (signal != 0 && signal != SIGKILL) {
        std::signal(signal, SIG_DFL); // a sanitizer's handler would go first
      }
      auto jobserver = make.client();
      bool all = jobserver->survives_kill();
      for (int i = 0; i < 4; ++i) {
        all = all && jobserver->try_acquire().has_value();
      }
      if (signal != 0 && all) {
        raise(signal);
      }
      _exit(all ? 0 : 1);
    }
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_EQ(WIFSIGNALED(status) ? WTERMSIG(status) : 0, signal);
    EXPECT_EQ(WIFEXITED(status) ? WEXITSTATUS(status) : 0, 0);
    EXPECT_EQ(tokens_in_the_end(make, 3), "abc");
  }
}

// Mostly at the end of a system call, where a thread is likely to be preempted.
TEST_P(Jobservers, KilledWhileItTakesTokensTheyComeBack) {
  for (int round = 0; round < 40; ++round) {
    Make make(GetParam(), 3);
    int ready[2];
    ASSERT_EQ(pipe(ready), 0);
    pid_t child = fork();
    if (child == 0) {
      auto jobserver = make.client();
      (void)!write(ready[1], "+", 1);
      for (;;) {
        (void)jobserver->acquire();
      }
    }
    char byte = 0;
    EXPECT_EQ(read(ready[0], &byte, 1), 1);
    std::this_thread::sleep_for(std::chrono::microseconds(round % 10));
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    EXPECT_EQ(tokens_in_the_end(make, 3), "abc");
    close(ready[0]);
    close(ready[1]);
  }
}

TEST_P(Jobservers, AForkedChildGivesNothingBack) {
  Make make(GetParam(), 3);
  {
    auto jobserver = make.client();
    (void)jobserver->acquire();
    Jobserver::Token token = jobserver->acquire();
    pid_t child = fork();
    if (child == 0) {
      jobserver.reset();
      _exit(0);
    }
    waitpid(child, nullptr, 0);
    EXPECT_EQ(make.tokens(), "bc");
    jobserver->release(token);
    EXPECT_EQ(make.tokens(), "a");
  }
  EXPECT_EQ(make.tokens(), "");
}

#ifndef PARAUDIT_SERIAL
// The most tasks that ran at once in a pool of eight workers.
int most_at_once(WaitPolicy policy, Jobserver* jobserver) {
  reset_mode_for_test();
  set_mode(SyncMode::kSync);
  WorkerPool pool({.threads = 8, .wait_policy = policy, .jobserver = jobserver});
  std::atomic<int> now = 0;
  std::atomic<int> most = 0;
  auto work = [&] {
    int seen = ++now;
    int before = most;
    while (before < seen && !most.compare_exchange_weak(before, seen)) {
    }
    std::this_thread::sleep_for(std::chrono::microseconds(300));
    --now;
  };
  std::vector<int> items(200);
  pool.install([&] {
    par_for_each_in("work", items, [&](int&) {
      work();
      join("waits", [] {}, [] {});
      work();
    });
  });
  return most;
}

TEST_P(Jobservers, APoolStaysWithinTheTokens) {
  for (WaitPolicy policy : {WaitPolicy::kBlock, kDefaultWaitPolicy}) {
    for (int tokens : {0, 2}) {
      Make make(GetParam(), tokens);
      auto jobserver = make.client();
      int most = most_at_once(policy, jobserver.get());
      EXPECT_LE(most, tokens + 1);
      EXPECT_EQ(make.tokens(), std::string("abc").substr(0, static_cast<std::size_t>(tokens)));
    }
  }
}

TEST_P(Jobservers, BroadcastDoesNotWaitForTokens) {
  for (WaitPolicy policy : {WaitPolicy::kBlock, kDefaultWaitPolicy}) {
    Make make(GetParam(), 1);
    auto jobserver = make.client();
    reset_mode_for_test();
    set_mode(SyncMode::kSync);
    WorkerPool pool({.threads = 4, .wait_policy = policy, .jobserver = jobserver.get()});
    auto visited = pool.install([] { return broadcast("visit", [](unsigned index) { return index; }); });
    EXPECT_THAT(visited, testing::ElementsAre(0u, 1u, 2u, 3u));
  }
}

// Processes that share tokens, each a pool of eight workers: this program again. Each task notes its begin and end in
// one file.
class SharedTokens : public testing::Test {
 protected:
  SharedTokens() : directory_(testing::TempDir() + "/shared-tokens-" + std::to_string(getpid())) {
    std::filesystem::create_directories(directory_);
    setenv("PARAUDIT_TEST_LOG", log().c_str(), 1);
  }
  ~SharedTokens() override { std::filesystem::remove_all(directory_); }

  static std::string self() { return std::filesystem::read_symlink("/proc/self/exe"); }
  static constexpr const char* kClient = "--gtest_filter=SharedTokensClient.DISABLED_*";
  static constexpr int kTasks = 60; // of a client
  std::filesystem::path directory() const { return directory_; }
  std::string log() const { return (directory_ / "log").string(); }

  static pid_t start_client(const Make& make) {
    pid_t child = fork();
    if (child == 0) {
      setenv("MAKEFLAGS", make.flags().c_str(), 1);
      int nowhere = open("/dev/null", O_WRONLY);
      dup2(nowhere, 1);
      execl(self().c_str(), self().c_str(), "--gtest_also_run_disabled_tests", kClient, nullptr);
      _exit(127);
    }
    return child;
  }

  struct Marks {
    int ended = 0, most_at_once = 0;
  };
  Marks marks() const {
    std::ifstream in(log());
    Marks marks;
    int now = 0;
    for (char mark = 0; in.get(mark);) {
      now += mark == '+' ? 1 : -1;
      marks.ended += mark == '-';
      marks.most_at_once = std::max(marks.most_at_once, now);
    }
    return marks;
  }

 private:
  std::filesystem::path directory_;
};

// Debian's make 4.3 has pipes only; a later one uses a fifo.
TEST_F(SharedTokens, TwoProcessesBelowMakeStayWithinItsLimit) {
  if (std::system("make --version > /dev/null 2>&1") != 0) {
    GTEST_SKIP() << "no make here";
  }
  std::ofstream(directory() / "Makefile") << "all: one two\none two:\n\t+@" << self()
                                          << " --gtest_also_run_disabled_tests '" << kClient << "' > /dev/null\n";
  ASSERT_EQ(std::system(("make -j3 --no-print-directory -C " + directory().string()).c_str()), 0);
  EXPECT_EQ(marks().ended, 2 * kTasks);
  EXPECT_LE(marks().most_at_once, 3);
}

TEST_F(SharedTokens, TwoProcessesOnAFifoStayWithinItsLimit) {
  Make make(true, 2); // and each process its own
  pid_t first = start_client(make), second = start_client(make);
  for (pid_t client : {first, second}) {
    int status = 1;
    waitpid(client, &status, 0);
    EXPECT_EQ(status, 0);
  }
  EXPECT_EQ(marks().ended, 2 * kTasks);
  EXPECT_LE(marks().most_at_once, 4);
  EXPECT_EQ(tokens_in_the_end(make, 2), "ab");
}

TEST_F(SharedTokens, AKilledProcessLeavesItsTokensToTheOther) {
  for (bool fifo : {false, true}) {
    Make make(fifo, 2);
    pid_t victim = start_client(make);
    while (marks().ended < 5) { // it runs tasks, with all tokens soon
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    kill(victim, SIGKILL);
    pid_t heir = start_client(make);
    waitpid(victim, nullptr, 0);
    int status = 1;
    waitpid(heir, &status, 0);
    EXPECT_EQ(status, 0);
    EXPECT_EQ(tokens_in_the_end(make, 2), "ab");
    std::filesystem::remove(log());
  }
}

TEST(SharedTokensClient, DISABLED_RunsTasks) {
  std::string problem;
  auto jobserver = Jobserver::from_environment(problem);
  ASSERT_NE(jobserver, nullptr) << problem;
  int log = open(std::getenv("PARAUDIT_TEST_LOG"), O_WRONLY | O_CREAT | O_APPEND, 0600);
  set_mode(SyncMode::kSync);
  WorkerPool pool({.threads = 8, .jobserver = jobserver.get()});
  std::vector<int> items(60);
  pool.install([&] {
    par_for_each_in("work", items, [&](int&) {
      (void)!write(log, "+", 1);
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      (void)!write(log, "-", 1);
    });
  });
}
#endif

TEST(Jobserver, NothingToUseIsNoProblem) {
  std::string problem;
  EXPECT_EQ(Jobserver::from_makeflags("", problem), nullptr);
  EXPECT_EQ(Jobserver::from_makeflags("k -j4", problem), nullptr);
  EXPECT_EQ(problem, "");
}

TEST(Jobserver, WhatCannotBeUsedSaysWhy) {
  auto problem_of = [](const char* flags) {
    std::string problem;
    EXPECT_EQ(Jobserver::from_makeflags(flags, problem), nullptr);
    return problem;
  };
  EXPECT_THAT(problem_of("--jobserver-auth=-2,-2"), HasSubstr("mark the rule"));
  EXPECT_THAT(problem_of("--jobserver-auth=900,901"), HasSubstr("mark the rule"));
  EXPECT_THAT(problem_of("--jobserver-fds=3;4"), HasSubstr("not understood: 3;4"));
  EXPECT_THAT(problem_of("--jobserver-auth=fifo:/nowhere/at/all"), HasSubstr("/nowhere/at/all cannot be opened"));
  EXPECT_THAT(problem_of("--jobserver-auth=fifo:/dev/null"), HasSubstr("no fifo"));
}

TEST(Jobserver, TheLastOneNamedCounts) {
  Make make(false, 1);
  std::string problem;
  auto jobserver = Jobserver::from_makeflags("--jobserver-auth=900,901" + make.flags(), problem);
  EXPECT_NE(jobserver, nullptr) << problem;
}

} // namespace
} // namespace paraudit
