// Programs whose computing and critical sections sleep, so that any number of threads runs them as that many cores
// would: what replay's predictions are measured against.
//
//   runtime_sleep_load KIND WORKERS [ITEMS] [SHARDS] [SEED]
//
// Kinds: one_lock, busy_lock, many_locks, skewed, readers, nested, dag, keyed (SHARDS shards), lookups, filled; and
// what becomes of three of them when a person mends them: busy_lock_half (half of the work is done before the lock is
// taken), busy_lock_local (each worker has its own), lookups_shared (a reader/writer lock), filled_frozen (read without
// a lock once all is written). Another SEED has other durations and keys. Prints the milliseconds from the program's
// start to its end, and by how much sleeps were longer than asked for, on average: on a busy machine the figures mean
// little.

#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <numeric>
#include <sys/prctl.h>
#include <time.h>
#include <vector>

#include "runtime/parallel/par.h"
#include "runtime/parallel/worker_local.h"
#include "runtime/sync/sync.h"

namespace {

using namespace paraudit;

constexpr std::uint64_t kMicro = 1000;

double now_ms() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

std::atomic<std::uint64_t> asked_us{0}, slept_us{0};

void sleep_us(std::uint64_t us) {
  double start = now_ms();
  timespec left{static_cast<time_t>(us / 1'000'000), static_cast<long>(us % 1'000'000 * kMicro)};
  // NOLINTNEXTLINE(paraudit-blocking-under-lock): how long threads hold locks is what this program is about
  while (nanosleep(&left, &left) != 0) {
  }
  asked_us += us;
  slept_us += static_cast<std::uint64_t>((now_ms() - start) * 1e3);
}

std::uint64_t seed = 0;

std::uint64_t dice(std::uint64_t value) {
  return paraudit_mix(value + (seed << 40));
}

// Between half and one and a half times the mean, by the item alone.
std::uint64_t varied(std::uint64_t mean, std::uint64_t item, std::uint64_t salt) {
  return mean / 2 + dice(item * 8 + salt) % mean;
}

using Body = void (*)(std::uint64_t item);

struct Locks {
  Lock<int> one{0, "sleep::one"};
  Lock<int> other{0, "sleep::other"};
  RwLock<int> table{0, "sleep::table"};
  Sharded<int> many{"sleep::many"};
  Lock<int> skewed[4] = {Lock<int>{0, "sleep::skewed"}, Lock<int>{0, "sleep::skewed"}, Lock<int>{0, "sleep::skewed"},
                         Lock<int>{0, "sleep::skewed"}};
  Sharded<int> keyed;
  Lock<int> cache{0, "sleep::cache"};
  FreezeLock<int> frozen_cache{0, "sleep::cache"};
  WorkerLocal<int> local;
  Locks(std::uint32_t shards, WorkerPool& pool) : keyed("sleep::keyed", shards), local(pool) {}
};
Locks* locks;

void one_lock(std::uint64_t item) {
  sleep_us(varied(3500, item, 0));
  auto held = locks->one.lock();
  sleep_us(varied(500, item, 1));
}

void busy_lock(std::uint64_t item) {
  sleep_us(varied(2800, item, 0));
  auto held = locks->one.lock();
  sleep_us(varied(1200, item, 1));
}

void busy_lock_half(std::uint64_t item) {
  sleep_us(varied(2800, item, 0));
  std::uint64_t half = varied(1200, item, 1) / 2;
  sleep_us(half);
  auto held = locks->one.lock();
  sleep_us(half);
}

void busy_lock_local(std::uint64_t item) {
  sleep_us(varied(2800, item, 0));
  ++locks->local.get();
  sleep_us(varied(1200, item, 1));
}

void many_locks(std::uint64_t item) {
  sleep_us(varied(2500, item, 0));
  auto held = locks->many.lock_shard_by_hash(item + (seed << 40));
  sleep_us(varied(1500, item, 1));
}

// Half of the items take the first lock, a quarter the second, ...
void skewed(std::uint64_t item) {
  sleep_us(varied(2800, item, 0));
  std::uint64_t thrown = dice(item) % 16;
  auto held = locks->skewed[thrown < 8 ? 0 : thrown < 12 ? 1 : thrown < 14 ? 2 : 3].lock();
  sleep_us(varied(1200, item, 1));
}

void readers(std::uint64_t item) {
  sleep_us(varied(2000, item, 0));
  if (item % 10 == 9) {
    auto held = locks->table.write();
    sleep_us(varied(800, item, 1));
  } else {
    auto held = locks->table.read();
    sleep_us(varied(2000, item, 1));
  }
}

void nested(std::uint64_t item) {
  sleep_us(varied(3000, item, 0));
  if (item % 2 == 0) {
    auto outer = locks->one.lock();
    sleep_us(varied(400, item, 1));
    auto inner = locks->other.lock();
    sleep_us(varied(400, item, 2));
  } else {
    auto inner = locks->other.lock();
    sleep_us(varied(600, item, 3));
  }
}

void keyed(std::uint64_t item) {
  sleep_us(varied(2400, item, 0));
  // A few keys are asked for again and again.
  std::uint64_t key = item % 4 == 0 ? item % 20 : item;
  auto held = locks->keyed.lock_shard_by_hash(key + (seed << 40));
  sleep_us(varied(1600, item, 1));
}

// One in ten writes, the others look something up.
bool writes(std::uint64_t item) {
  return item % 10 == 9;
}

// Works for about `before` microseconds, then for about `inside` while it holds what `take` takes; `stream` and the
// next are those of the durations.
template <class Take> void work(std::uint64_t item, std::uint64_t before, std::uint64_t inside, int stream, Take take) {
  sleep_us(varied(before, item, stream));
  auto held = take();
  sleep_us(varied(inside, item, stream + 1));
}

void lookups(std::uint64_t item) {
  if (writes(item))
    work(item, 2400, 800, 0, [] { return locks->cache.lock(); });
  else
    work(item, 2400, 1600, 0, [] { return locks->cache.lock(); });
}

void lookups_shared(std::uint64_t item) {
  if (writes(item))
    work(item, 2400, 800, 0, [] { return locks->table.write(); });
  else
    work(item, 2400, 1600, 0, [] { return locks->table.read(); });
}

void fill(std::uint64_t item) {
  work(item, 300, 200, 2, [] { return locks->cache.lock(); });
}

void look_up(std::uint64_t item) {
  work(item, 2400, 1600, 0, [] { return locks->cache.lock(); });
}

void fill_until_frozen(std::uint64_t item) {
  work(item, 300, 200, 2, [] { return locks->frozen_cache.write(); });
}

void look_up_frozen(std::uint64_t item) {
  work(item, 2400, 1600, 0, [] { return locks->frozen_cache.read(); });
}

// Layers of tasks, each of which waits for some of the layer before, and a lock now and then. A layer has tasks for all
// of 64 workers: those without one would spin, on the few cores that the others need to wake up on.
void run_dag(std::uint64_t items) {
  constexpr std::uint64_t kWidth = 96;
  std::vector<TaskHandle<void>> nodes;
  for (std::uint64_t item = 0; item < items; ++item) {
    std::vector<TaskHandle<void>> needs;
    std::uint64_t layer = item / kWidth * kWidth;
    for (std::uint64_t i = 0; i < 2 && layer != 0; ++i)
      needs.push_back(nodes[layer - 1 - dice(item * 2 + i) % kWidth]);
    nodes.push_back(spawn("node", [item, needs]() mutable {
      for (TaskHandle<void>& need : needs)
        need.wait();
      one_lock(item);
    }));
  }
  for (TaskHandle<void>& node : nodes)
    node.wait();
}

void for_each_item(std::uint64_t items, Body body) {
  std::vector<std::uint64_t> list(items);
  std::iota(list.begin(), list.end(), 0);
  par_for_each_in("items", list, body);
}

template <Body body> void run_each(std::uint64_t items) {
  for_each_item(items, body);
}

// Some entries are written by one task, then the look-ups begin. (Many tasks would not do: 64 workers that look for
// work meanwhile take two cores from those that need to wake up. Sleeps get 30 % longer, and a frozen run 15 %: replay,
// which gives each worker a core, is then 13 % low. Where workers without a task block, WaitPolicy::kBlock, it is right
// within 3 %.)
void write_some(std::uint64_t items, Body write) {
  for (std::uint64_t item = 0; item < items / 16; ++item)
    write(item);
}

void run_filled(std::uint64_t items) {
  write_some(items, fill);
  for_each_item(items, look_up);
}

void run_filled_frozen(std::uint64_t items) {
  write_some(items, fill_until_frozen);
  locks->frozen_cache.freeze();
  for_each_item(items, look_up_frozen);
}

struct Kind {
  const char* name;
  void (*run)(std::uint64_t items);
};
constexpr Kind kKinds[] = {{"one_lock", run_each<one_lock>},
                           {"busy_lock", run_each<busy_lock>},
                           {"busy_lock_half", run_each<busy_lock_half>},
                           {"busy_lock_local", run_each<busy_lock_local>},
                           {"many_locks", run_each<many_locks>},
                           {"skewed", run_each<skewed>},
                           {"readers", run_each<readers>},
                           {"nested", run_each<nested>},
                           {"keyed", run_each<keyed>},
                           {"lookups", run_each<lookups>},
                           {"lookups_shared", run_each<lookups_shared>},
                           {"filled", run_filled},
                           {"filled_frozen", run_filled_frozen},
                           {"dag", run_dag}};

const Kind* kind_named(const char* name) {
  for (const Kind& kind : kKinds)
    if (std::strcmp(kind.name, name) == 0)
      return &kind;
  return nullptr;
}

} // namespace

int main(int argc, char** argv) {
  double start = now_ms();
  const Kind* kind = argc > 2 ? kind_named(argv[1]) : nullptr;
  unsigned workers = argc > 2 ? static_cast<unsigned>(std::atoi(argv[2])) : 0;
  std::uint64_t items = argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 128;
  if (kind == nullptr || workers == 0 || items == 0) {
    std::fprintf(stderr, "usage: runtime_sleep_load KIND WORKERS [ITEMS] [SHARDS] [SEED]\n");
    return 2;
  }
  prctl(PR_SET_TIMERSLACK, kMicro, 0, 0, 0); // threads inherit it
  seed = argc > 5 ? std::strtoull(argv[5], nullptr, 10) : 0;
  set_mode(SyncMode::kSync);
  WorkerPool pool({.threads = workers});
  Locks all(argc > 4 ? static_cast<std::uint32_t>(std::atoi(argv[4])) : 1, pool);
  locks = &all;
  pool.install([&] { kind->run(items); });
  double stretch = static_cast<double>(slept_us) / static_cast<double>(asked_us);
  std::printf("%.3f %.4f\n", now_ms() - start, stretch - 1);
  return 0;
}
