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

TEST_P(Jobservers, ACrashGivesTokensBack) {
  for (int signal : {SIGABRT, SIGTERM, SIGINT}) {
    Make make(GetParam(), 3);
    pid_t child = fork();
    if (child == 0) {
      std::signal(signal, SIG_DFL); // a sanitizer's handler would go first
      auto jobserver = make.client();
      jobserver->return_tokens_on_crash();
      for (int i = 0; i < 4; ++i) {
        (void)jobserver->acquire();
      }
      raise(signal);
      _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status));
    EXPECT_EQ(WTERMSIG(status), signal);
    EXPECT_EQ(make.tokens(), "abc");
  }
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

// Below a real make with three jobs: two processes, each a pool of eight workers, share its tokens. Each task notes its
// begin and end in one file.
TEST(JobserverBelowMake, TwoProcessesShareTheLimit) {
  if (std::system("make --version > /dev/null 2>&1") != 0) {
    GTEST_SKIP() << "no make here";
  }
  std::filesystem::path directory = testing::TempDir() + "/below-make-" + std::to_string(getpid());
  std::filesystem::create_directories(directory);
  std::string self = std::filesystem::read_symlink("/proc/self/exe");
  std::ofstream(directory / "Makefile")
      << "all: one two\none two:\n\t+@PARAUDIT_TEST_LOG=" << (directory / "log").string() << " " << self
      << " --gtest_also_run_disabled_tests --gtest_filter=JobserverBelowMake.DISABLED_*"
         " > /dev/null\n";
  ASSERT_EQ(std::system(("make -j3 --no-print-directory -C " + directory.string()).c_str()), 0);
  std::ifstream log(directory / "log");
  int now = 0, most = 0, ended = 0;
  for (char mark = 0; log.get(mark);) {
    now += mark == '+' ? 1 : -1;
    ended += mark == '-';
    most = std::max(most, now);
  }
  EXPECT_EQ(ended, 2 * 60);
  EXPECT_LE(most, 3);
  std::filesystem::remove_all(directory);
}

TEST(JobserverBelowMake, DISABLED_Child) {
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
