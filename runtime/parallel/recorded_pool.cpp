// What the tests of the watchdog and of abort mode record of the worker pool: tasks that hang, and lock orders that
// would or would not.
//
// `hang NAME` never ends: it says "ready" on stdout when every thread is about to wait. `order NAME` ends by itself
// unless it is stopped.

#include "runtime/parallel/par.h"
#include "runtime/sync/sync.h"

#include <chrono>
#include <cstdio>
#include <latch>
#include <string_view>
#include <thread>
#include <unistd.h>

namespace {

using namespace paraudit;

void say_ready() {
  (void)!write(1, "ready\n", 6);
}

// A query's task needs a lock whose holder, a thread outside of the pool, needs the query.
void hang_query() {
  Lock<int> table(0, "ns::table");
  Latch answer(WaitKind::kQuery, 0x2a);
  std::latch both(2);
  std::thread asks([&] {
    auto guard = table.lock();
    both.arrive_and_wait();
    answer.wait();
  });
  WorkerPool pool({.threads = 2});
  pool.install([&] {
    LatchOwner owner(answer);
    both.arrive_and_wait();
    say_ready();
    ++*table.lock();
    owner.set();
  });
  asks.join();
}

// One worker: both tasks begin on it and wait for each other's query. An announced wake-up keeps the pool from
// noticing.
void hang_suspended() {
  Latch first(WaitKind::kQuery, 1), second(WaitKind::kQuery, 2);
  WorkerPool pool({.threads = 1});
  OutsideWakeup announced = pool.expect_outside_wakeup();
  pool.install([&] {
    LatchOwner owner(first);
    auto other = spawn("other", [&] {
      LatchOwner owner(second);
      say_ready();
      first.wait();
      owner.set();
    });
    second.wait();
    owner.set();
    other.wait();
  });
}

// One worker: a task waits for what another computes there at the moment. Slow, but no cycle.
void hang_busy() {
  Latch answer(WaitKind::kQuery, 3);
  WorkerPool pool({.threads = 1});
  pool.install([&] {
    auto computes = spawn("computes", [&] {
      LatchOwner owner(answer);
      say_ready();
      for (;;)
        std::this_thread::sleep_for(std::chrono::seconds(1));
    });
    answer.wait();
  });
}

struct Orders {
  Lock<int> a{0, "ns::a"}, b{0, "ns::b"};
  void nest_everywhere(Lock<int>& outer, Lock<int>& inner) {
    broadcast("pass", [&](unsigned) {
      auto guard = outer.lock();
      ++*inner.lock();
    });
  }
  void both_passes() {
    nest_everywhere(a, b);
    nest_everywhere(b, a);
  }
};

// The second pass begins after the first was joined.
void order_passes() {
  WorkerPool pool({.threads = 2});
  Orders all;
  pool.install([&] { all.both_passes(); });
}
// A task that nobody has joined may run beside either: nothing says that one pass ends before the other begins.
void order_beside() {
  WorkerPool pool({.threads = 2});
  Orders all;
  pool.install([&] {
    auto beside = spawn("beside", [] {});
    all.both_passes();
    beside.wait();
  });
}

} // namespace

int main(int argc, char** argv) {
  std::string_view what = argc > 2 ? argv[1] : "", name = argc > 2 ? argv[2] : "";
  set_mode(SyncMode::kSync);
  struct Scenario {
    const char *what, *name;
    void (*run)();
  };
  constexpr Scenario kScenarios[] = {{"hang", "query", hang_query},
                                     {"hang", "suspended", hang_suspended},
                                     {"hang", "busy", hang_busy},
                                     {"order", "passes", order_passes},
                                     {"order", "beside", order_beside}};
  for (auto& scenario : kScenarios)
    if (what == scenario.what && name == scenario.name)
      return scenario.run(), 0;
  std::fprintf(stderr, "unknown scenario\n");
  return 2;
}
