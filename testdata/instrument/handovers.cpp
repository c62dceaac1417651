// State that one thread hands to another: through a promise, a packaged task, a condition variable, a latch, a
// semaphore, a flag, a static variable's initialisation, a call_once; with and without having to wait. And state that
// is not handed over, though the threads do hand over something. The comments say what a recorded run must find;
// tests/watch_test.py reads them.
//
// handovers early|late: whether what is handed over is there before it is asked for.
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <deque>
#include <future>
#include <latch>
#include <mutex>
#include <semaphore>
#include <string>
#include <thread>

namespace demo {

int by_promise = 0;      // dynamic = consistent
int by_task = 0;         // dynamic = consistent
int by_condition = 0;    // dynamic = consistent
int by_queue = 0;        // dynamic = consistent
int by_latch = 0;        // dynamic = consistent
int by_semaphore = 0;    // dynamic = consistent
int by_flag = 0;         // dynamic = consistent
int by_once = 0;         // dynamic = consistent
int by_static = 0;       // dynamic = consistent
int after_handover = 0;  // dynamic = confirmed
int wrong_way = 0;       // dynamic = confirmed
int by_lock_only = 0;    // dynamic = confirmed
int by_counter_only = 0; // dynamic = confirmed

std::promise<void> promise;
std::packaged_task<void()> task([] { ++by_task; });
std::mutex mutex;
std::condition_variable changed;
bool ready = false;
std::deque<int*> queue;
std::latch latch{1};
std::counting_semaphore<4> semaphore{0};
std::atomic<bool> flag{false};
std::atomic<int> counter{0};
std::once_flag once;

int made() {
  static int value = ++by_static;
  return value + by_static;
}

void pass_once() {
  std::call_once(once, [] { ++by_once; });
}

// Takes what the other thread gives, and touches it again.
void take() {
  ++wrong_way; // and so does the other, after it has given
  promise.get_future().wait();
  ++by_promise;
  {
    std::unique_lock lock(mutex);
    changed.wait(lock, [] { return ready; });
  }
  ++by_condition;
  int* item;
  {
    std::unique_lock lock(mutex);
    changed.wait(lock, [] { return !queue.empty(); });
    item = queue.front();
  }
  ++*item;
  ++by_queue;
  latch.wait();
  ++by_latch;
  semaphore.acquire();
  ++by_semaphore;
  while (!flag.load(std::memory_order_acquire))
    std::this_thread::yield();
  ++by_flag;
  pass_once();
  made();
  by_once += by_static;
  ++after_handover;
}

void give() {
  ++by_promise;
  promise.set_value();
  ++by_condition;
  {
    std::lock_guard lock(mutex);
    ready = true;
    changed.notify_all();
  }
  static int item = 0;
  ++by_queue;
  {
    std::lock_guard lock(mutex);
    queue.push_back(&item);
    changed.notify_one();
  }
  ++by_latch;
  latch.count_down();
  ++by_semaphore;
  semaphore.release();
  pass_once();
  made();
  ++by_flag;
  flag.store(true, std::memory_order_release);
  ++after_handover; // too late
  ++wrong_way;
}

void unordered() {
  ++by_lock_only;
  ++by_counter_only;
  {
    std::lock_guard lock(mutex);
  }
  counter.fetch_add(1);
}

void unordered_too() {
  {
    std::lock_guard lock(mutex);
  }
  counter.fetch_add(1);
  ++by_lock_only;
  ++by_counter_only;
}

void run_together(void (*first)(), void (*second)(), bool first_waits) {
  auto after = [](void (*function)(), bool waits) {
    if (waits)
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    function();
  };
  std::thread one(after, first, first_waits), other(after, second, !first_waits);
  one.join();
  other.join();
}

} // namespace demo

int main(int, char** arguments) {
  bool early = std::string(arguments[1]) == "early";
  demo::run_together(demo::give, demo::take, !early);
  std::future<void> done = demo::task.get_future();
  std::thread worker([] { demo::task(); });
  done.get();
  ++demo::by_task;
  worker.join();
  demo::run_together(demo::unordered, demo::unordered_too, false);
  std::puts("done");
}
