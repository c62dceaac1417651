// Parallel constructs, waits, callables.
#include <condition_variable>
#include <functional>
#include <future>
#include <mutex>
#include <pthread.h>
#include <thread>
#include <vector>

std::mutex m;
std::condition_variable cv;
bool ready;
int total;

struct Worker {
  int done = 0;
  void run() { ++done; }
  void start() {
    std::thread t(&Worker::run, this);
    t.join();
  }
};

void add(int& sum, int value) { sum += value; }

void wait_for_it() {
  std::unique_lock<std::mutex> l(m);
  cv.wait(l, [] { return ready; });
}

void lambdas() {
  int local = 0;
  int* p = &total;
  std::thread t([&local, p, copy = local] {
    ++local;
    *p += copy;
  });
  t.join();
}

void functions() {
  std::thread t(add, std::ref(total), 3);
  auto f = std::async(std::launch::async, add, std::ref(total), 4);
  f.wait();
  t.join();
}

void* entry(void* argument) { return argument; }

void posix() {
  pthread_t id;
  pthread_create(&id, nullptr, entry, &total);
  pthread_join(id, nullptr);
}

void call(const std::function<void(int)>& f, void (*g)(int)) {
  std::lock_guard<std::mutex> l(m);
  f(1);
  g(2);
}

template <class F> void twice(F&& f) {
  f();
  f();
}

void through_template() {
  twice([] { ++total; });
  auto local = [] { --total; };
  local();
}

std::once_flag flag;
int& lazily() {
  std::call_once(flag, [] { total = 1; });
  static int value = [] {
    std::lock_guard<std::mutex> l(m);
    return total;
  }();
  return value;
}
