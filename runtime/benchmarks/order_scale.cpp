// The lock-order recorder with many locks and many orders: what a lock and a newly seen order cost.
//
//   PARAUDIT_RECORD=count runtime_order_scale LOCKS CLASSES
//
// LOCKS foreign locks of CLASSES classes, each acquired once; then a lock of each class is held while one of every
// class is acquired: CLASSES * CLASSES chains that are new, made by four threads, one after the other. Then some of
// them again. Before that, threads that wait. Prints one JSON object; bytes are of this process's memory, file mappings
// included.

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

#include "runtime/abi/hooks.h"
#include "runtime/abi/trace_format.h"
#include "runtime/benchmarks/contender.h"

namespace {

using paraudit::bench::resident_bytes;
using paraudit::bench::thread_ns;

constexpr std::uint32_t kThreads = 4;

struct Locks {
  Locks(std::uint32_t count, std::uint32_t classes) : objects(count, 1), sites(classes) {
    for (std::uint32_t i = 0; i < classes; ++i)
      sites[i] = {"scale.cpp", "scale", "", i + 1, 1, PARAUDIT_COLUMN_DEBUG_CLANG, {}, 0, nullptr, 0};
  }
  std::uint32_t classes() const { return static_cast<std::uint32_t>(sites.size()); }
  void acquire(std::uint32_t i) {
    paraudit_lock_acquired(&objects[i], PARAUDIT_OBJECT_MUTEX, PARAUDIT_EXCLUSIVE, &sites[i % sites.size()]);
  }
  void release(std::uint32_t i) { paraudit_lock_released(&objects[i], paraudit_lock_releasing(&objects[i])); }
  std::vector<std::uint64_t> objects;
  std::vector<paraudit_site> sites;
};

// Every lock of the first of `outer` classes, each with a lock of every class; nanoseconds of processor time.
double all_orders(Locks& locks, std::uint32_t from, std::uint32_t to) {
  double start = thread_ns();
  for (std::uint32_t outer = from; outer < to; ++outer) {
    locks.acquire(outer);
    for (std::uint32_t inner = 0; inner < locks.classes(); ++inner) {
      locks.acquire(locks.classes() + inner);
      locks.release(locks.classes() + inner);
    }
    locks.release(outer);
  }
  return thread_ns() - start;
}

// Resident bytes of a thread that waits, after it has acquired and released a lock or not.
double thread_bytes(Locks& locks, bool acquires) {
  constexpr std::uint32_t kCount = 64;
  std::atomic<std::uint32_t> ready{0};
  std::atomic<bool> end{false};
  std::vector<std::thread> threads;
  double before = resident_bytes();
  for (std::uint32_t i = 0; i < kCount; ++i)
    threads.emplace_back([&, i] {
      if (acquires) {
        locks.acquire(i);
        locks.release(i);
      }
      ready.fetch_add(1);
      end.wait(false);
    });
  while (ready.load() != kCount)
    std::this_thread::yield();
  double bytes = (resident_bytes() - before) / kCount;
  end = true;
  end.notify_all();
  for (std::thread& thread : threads)
    thread.join();
  return bytes;
}

struct Times {
  double fresh = 0, again = 0;
};

Times orders_by_threads(Locks& locks) {
  Times times;
  std::uint32_t share = locks.classes() / kThreads, few = std::max(1u, share / 16);
  for (std::uint32_t thread = 0; thread < kThreads; ++thread)
    std::thread([&] {
      times.fresh += all_orders(locks, thread * share, (thread + 1) * share);
      times.again += all_orders(locks, thread * share, thread * share + few);
    }).join();
  times.fresh /= double(share) * kThreads * locks.classes();
  times.again /= double(few) * kThreads * locks.classes();
  return times;
}

} // namespace

int main(int argc, char** argv) {
  std::uint32_t count = argc > 1 ? static_cast<std::uint32_t>(std::atol(argv[1])) : 0;
  std::uint32_t classes = argc > 2 ? static_cast<std::uint32_t>(std::atol(argv[2])) : 0;
  if (classes < kThreads || classes * 2 > count || paraudit_recording() == 0) {
    std::fprintf(stderr,
                 "usage: PARAUDIT_RECORD=count runtime_order_scale LOCKS CLASSES, at least twice as many locks\n");
    return 2;
  }
  Locks locks(count, classes);
  thread_bytes(locks, false); // the C library keeps some stacks
  double bare_thread = thread_bytes(locks, false), thread = thread_bytes(locks, true);
  double before = resident_bytes(), start = thread_ns();
  for (std::uint32_t i = 0; i < count; ++i) {
    locks.acquire(i);
    locks.release(i);
  }
  double first_ns = (thread_ns() - start) / count, after_locks = resident_bytes();
  Times times = orders_by_threads(locks);
  double orders = double(classes / kThreads * kThreads) * classes;
  std::printf("{\"locks\": %u, \"orders\": %.0f, \"bytes_per_lock\": %.2f, \"bytes_per_thread\": %.0f, "
              "\"first_acquisition_ns\": %.2f, "
              "\"new_order_ns\": %.2f, \"known_order_ns\": %.2f}\n",
              count, orders, (after_locks - before) / count, thread - bare_thread, first_ns, times.fresh, times.again);
  return 0;
}
