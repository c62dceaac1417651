// As locked_if_parallel_ok.cpp, but the guard is chosen by ?:.
#include <mutex>
#include <thread>

struct Counter {
  std::mutex mutex;
  bool parallel = true;
  int count = 0;
  void next() {
    auto lock = parallel ? std::unique_lock<std::mutex>(mutex) : std::unique_lock<std::mutex>();
    ++count;
  }
  void add() {
    std::lock_guard<std::mutex> guard(mutex);
    ++count;
  }
  void clear() {
    std::lock_guard<std::mutex> guard(mutex);
    count = 0;
  }
};

Counter counter;

void run() {
  std::thread worker([] {
    counter.next();
    counter.add();
  });
  counter.next();
  counter.clear();
  worker.join();
}
