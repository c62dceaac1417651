// A std::jthread that is made and assigned runs on: the temporary that is left is empty.
#include <thread>
#include <utility>
#include <vector>

class Worker {
 public:
  void start() {
    thread_ = std::jthread([this] {
      for (int i = 0; i < 9; ++i)
        ++count_; // CHECK: paraudit-parallel-capture
    });
  }
  int count() const { return count_; }

 private:
  int count_ = 0;
  std::jthread thread_;
};

int use(Worker& worker) {
  worker.start();
  return worker.count();
}

void kept() {
  int rounds = 0, done = 0;
  std::vector<std::jthread> threads;
  threads.push_back(std::jthread([&] {
    ++rounds; // CHECK: paraudit-parallel-capture
  }));
  ++rounds;
  std::jthread([&] { ++done; }); // ends here
  ++done;
}
