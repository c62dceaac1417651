#include <atomic>
#include <condition_variable>
#include <mutex>
#include <shared_mutex>

std::atomic<int> counter;
std::atomic_flag flag;
std::mutex mutex;
std::shared_mutex shared;
std::once_flag once;
std::condition_variable changed;
thread_local int depth = 0;

void use() {
  ++counter;
  counter.store(1, std::memory_order_relaxed);
  flag.test_and_set();
  ++depth;
  mutex.lock();
  mutex.unlock();
  shared.lock();
  shared.unlock();
  std::call_once(once, [] {});
  changed.notify_all();
}
