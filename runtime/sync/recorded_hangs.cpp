// What the tests of the watchdog and of abort mode record: programs that hang, and lock orders that would or would not.
//
// `hang NAME` never ends: it says "ready" on stdout when every thread is about to wait. `order NAME` runs its threads
// one after the other, so that it ends by itself unless it is stopped.

#include "runtime/sync/sync.h"

#include <atomic>
#include <csignal>
#include <cstdio>
#include <functional>
#include <latch>
#include <string_view>
#include <sys/prctl.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

using paraudit::Lock;
using paraudit::RwLock;

paraudit_site site_at(uint32_t line) {
  return {"hangs.cpp", "objects", nullptr, line, 1, PARAUDIT_COLUMN_DEBUG_CLANG, {}, 0, nullptr, 0};
}

void say_ready() {
  (void)!write(1, "ready\n", 6);
}

// Two threads, two locks, and one more that waits for the first of them.
void hang_locks() {
  Lock<int> first(0, "ns::first"), second(0, "ns::second");
  RwLock<int> table(0, "ns::table");
  std::latch both(2);
  std::vector<std::thread> threads;
  threads.emplace_back([&] {
    auto guard = first.lock();
    auto reading = table.read();
    both.arrive_and_wait();
    ++*second.lock();
  });
  threads.emplace_back([&] {
    auto guard = second.lock();
    both.arrive_and_wait();
    say_ready();
    ++*first.lock();
  });
  both.wait();
  threads.emplace_back([&] { ++*table.write(); });
  for (std::thread& thread : threads)
    thread.join();
}

// A lock and wait objects in one cycle: the joined thread needs the once, whose runner needs the lock that main holds.
void hang_objects() {
  static paraudit_site join_site = site_at(10), once_site = site_at(20), mutex_site = site_at(30),
                       condition_site = site_at(40);
  static int mutex, once, condition;
  std::latch begun(3);
  auto acquire = [](int* lock) {
    paraudit_lock_acquired(lock, PARAUDIT_OBJECT_MUTEX, PARAUDIT_EXCLUSIVE, &mutex_site);
  };
  paraudit_lock_name(&mutex, PARAUDIT_OBJECT_MUTEX, "ns::mutex", nullptr);
  acquire(&mutex);
  std::thread runner([&] {
    paraudit_object_owned(&once);
    paraudit_lock_wait_begin(&mutex, PARAUDIT_OBJECT_MUTEX, PARAUDIT_EXCLUSIVE, &mutex_site);
    begun.arrive_and_wait();
    pause();
  });
  std::thread waiter([&] {
    paraudit_wait_begin(&once, PARAUDIT_OBJECT_ONCE, 0, &once_site);
    begun.arrive_and_wait();
    pause();
  });
  std::thread idle([&] {
    paraudit_wait_begin(&condition, PARAUDIT_OBJECT_CONDITION, 7, &condition_site);
    begun.arrive_and_wait();
    pause();
  });
  auto* joined = reinterpret_cast<const void*>(waiter.native_handle());
  paraudit_wait_begin(joined, PARAUDIT_OBJECT_THREAD, 0, &join_site);
  begun.wait();
  say_ready();
  waiter.join();
}

// The same in a forked child, whose watchdog must be its own.
void hang_in_child() {
  if (fork() == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL); // the test kills the parent only
    hang_locks();
  }
  for (;;)
    pause();
}

// The program handles the watchdog's signal itself.
void hang_with_own_handler() {
  std::signal(SIGUSR1, [](int) { (void)!write(2, "the program's own\n", 18); });
  say_ready();
  for (;;)
    pause();
}

// One after the other, not known to the recorder as such.
void one_by_one(std::initializer_list<std::function<void()>> bodies) {
  for (auto& body : bodies)
    std::thread(body).join();
}
// The same, known as creation and join.
void one_by_one_with_edges(std::initializer_list<std::function<void()>> bodies) {
  for (auto& body : bodies) {
    uint64_t token = paraudit_thread_create();
    std::thread([&] {
      paraudit_thread_start(token);
      body();
    }).join();
    paraudit_thread_joined(token);
  }
}

struct Orders {
  Lock<int> a{0, "ns::a"}, b{0, "ns::b"}, c{0, "ns::c"}, gate{0, "ns::gate"};
  RwLock<int> table{0, "ns::table"}, index{0, "ns::index"};
  Lock<int> forks[3] = {Lock<int>{0, "ns::fork"}, Lock<int>{0, "ns::fork"}, Lock<int>{0, "ns::fork"}};
  std::function<void()> nest(Lock<int>& outer, Lock<int>& inner) {
    return [&outer, &inner] {
      auto guard = outer.lock();
      ++*inner.lock();
    };
  }
};

void order_inverted(Orders& all) {
  one_by_one({all.nest(all.a, all.b), all.nest(all.b, all.a)});
}
void order_three(Orders& all) {
  one_by_one({all.nest(all.a, all.b), all.nest(all.b, all.c), all.nest(all.c, all.a)});
}
void order_instances(Orders& all) { // of one class each
  Orders others;
  one_by_one({all.nest(all.a, all.b), all.nest(others.b, others.a)});
}
void order_philosophers(Orders& all) { // one class, one site
  one_by_one({all.nest(all.forks[0], all.forks[1]), all.nest(all.forks[1], all.forks[2]),
              all.nest(all.forks[2], all.forks[0])});
}
void order_single_thread(Orders& all) {
  one_by_one({[&] {
    all.nest(all.a, all.b)();
    all.nest(all.b, all.a)();
  }});
}
void order_gated(Orders& all) {
  auto gated = [&](Lock<int>& outer, Lock<int>& inner) {
    return [&] {
      auto guard = all.gate.lock();
      all.nest(outer, inner)();
    };
  };
  one_by_one({gated(all.a, all.b), gated(all.b, all.a)});
}
void order_joined(Orders& all) {
  one_by_one_with_edges({all.nest(all.a, all.b), all.nest(all.b, all.a)});
}
void order_hand_over_hand(Orders& all) {
  auto walk = [&](Lock<int>& from, Lock<int>& over, Lock<int>& to) {
    return [&] {
      auto first = std::make_unique<Lock<int>::Guard>(from.lock());
      auto second = over.lock();
      first.reset();
      ++*to.lock();
    };
  };
  one_by_one({walk(all.a, all.b, all.c), all.nest(all.c, all.a)});
}
void order_tried(Orders& all) {
  one_by_one({all.nest(all.a, all.b), [&] {
                auto guard = all.b.lock();
                if (auto tried = all.a.try_lock())
                  ++**tried;
              }});
}
void order_readers(Orders& all) {
  auto read_both = [](RwLock<int>& outer, RwLock<int>& inner) {
    return [&] {
      auto guard = outer.read();
      (void)*inner.read();
    };
  };
  one_by_one({read_both(all.table, all.index), read_both(all.index, all.table)});
}
// One declaration, nested on purpose: its levels are classes of their own.
struct Tree {
  Lock<int> parent{0, "ns::node"}, child{0, "ns::node/1"};
};
void order_levels(Orders& all) {
  Tree one, other;
  one_by_one({all.nest(one.parent, one.child), all.nest(other.parent, other.child)});
}
void order_levels_inverted(Orders& all) {
  Tree one, other;
  one_by_one({all.nest(one.parent, one.child), all.nest(other.child, other.parent)});
}
void order_shards(Orders&) {
  paraudit::Sharded<int> shards("ns::shards", 8);
  one_by_one({[&] { (void)shards.lock_shards(); }, [&] { (void)shards.lock_shards(); }});
}
// The second lock() never returns.
void order_own(Orders& all) {
  auto guard = all.a.lock();
  ++*all.a.lock();
}

} // namespace

int main(int argc, char** argv) {
  std::string_view what = argc > 2 ? argv[1] : "", name = argc > 2 ? argv[2] : "";
  paraudit::set_mode(paraudit::SyncMode::kSync);
  struct Hang {
    const char* name;
    void (*run)();
  };
  constexpr Hang kHangs[] = {{"locks", hang_locks},
                             {"objects", hang_objects},
                             {"child", hang_in_child},
                             {"own-handler", hang_with_own_handler}};
  struct Order {
    const char* name;
    void (*run)(Orders&);
  };
  constexpr Order kOrders[] = {{"inverted", order_inverted},
                               {"three", order_three},
                               {"instances", order_instances},
                               {"philosophers", order_philosophers},
                               {"single-thread", order_single_thread},
                               {"gated", order_gated},
                               {"joined", order_joined},
                               {"hand-over-hand", order_hand_over_hand},
                               {"tried", order_tried},
                               {"readers", order_readers},
                               {"levels", order_levels},
                               {"levels-inverted", order_levels_inverted},
                               {"shards", order_shards},
                               {"own", order_own}};
  for (auto& hang : kHangs)
    if (what == "hang" && name == hang.name)
      return hang.run(), 0;
  for (auto& order : kOrders)
    if (what == "order" && name == order.name) {
      Orders all;
      return order.run(all), 0;
    }
  std::fprintf(stderr, "unknown scenario\n");
  return 2;
}
