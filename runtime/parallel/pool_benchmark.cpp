// What a task costs: nanoseconds per spawn, join, suspended wait and start of a pool, per wait policy.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

#include "runtime/parallel/par.h"
#include "runtime/sync/mode.h"

namespace paraudit {
namespace {

template <class F> double best_ns(int repeats, double per, F f) {
  double best = 1e30;
  for (int i = 0; i < repeats; ++i) {
    auto start = std::chrono::steady_clock::now();
    f();
    std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - start;
    best = std::min(best, took.count() / per);
  }
  return best;
}

void measure(const char* name, const PoolOptions& options) {
  constexpr int kTasks = 20000;
  double start = best_ns(5, 1, [&] { WorkerPool(options).install([] {}); });
  WorkerPool pool(options);
  double join_ns = best_ns(5, kTasks, [&] {
    pool.install([] {
      for (int i = 0; i < kTasks; ++i) {
        join("join", [] {}, [] {});
      }
    });
  });
  std::vector<int> items(kTasks);
  double item_ns =
      best_ns(5, kTasks, [&] { pool.install([&] { par_for_each_in("items", items, [](int& i) { ++i; }); }); });
  double spawn_ns = best_ns(5, kTasks, [&] {
    pool.install([] {
      scope("scope", [](Scope& s) {
        for (int i = 0; i < kTasks; ++i) {
          s.spawn("task", [] {});
        }
      });
    });
  });
  double wait_ns = pool.runs_inline() ? 0 : best_ns(5, kTasks, [&] {
    pool.install([] {
      for (int i = 0; i < kTasks; ++i) {
        Latch latch;
        auto setter = spawn("setter", [&] { latch.set(); });
        latch.wait();
        setter.wait();
      }
    });
  });
  std::printf("%-10s %u threads: start+stop %8.0f ns, join %6.0f ns, loop item %5.1f ns, scope spawn %6.0f ns, "
              "spawn + wait %6.0f ns\n",
              name, pool.worker_count(), start, join_ns, item_ns, spawn_ns, wait_ns);
}

} // namespace
} // namespace paraudit

int main() {
  using namespace paraudit;
  set_mode(SyncMode::kNoSync);
  measure("inline", {.threads = 1});
  reset_mode_for_test();
  set_mode(SyncMode::kSync);
  for (unsigned threads : {1u, 2u, 4u}) {
    measure("suspend", {.threads = threads, .wait_policy = WaitPolicy::kSuspend});
    measure("block", {.threads = threads, .wait_policy = WaitPolicy::kBlock});
  }
}
