// One object for all: by std::ref, or by a pointer to one.
#include <functional>
#include <thread>
#include <vector>

class Walker {
 public:
  void walk(int steps) {
    steps_ += steps; // CHECK: paraudit-parallel-capture
  }

 private:
  int steps_ = 0;
};

struct Counter {
  int count = 0;
  void operator()() {
    ++count; // CHECK: paraudit-parallel-capture
  }
};

void run(Walker& walker) {
  Counter counter;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back(&Walker::walk, &walker, 20);
    threads.emplace_back(std::ref(counter));
  }
  for (std::thread& thread : threads)
    thread.join();
}
