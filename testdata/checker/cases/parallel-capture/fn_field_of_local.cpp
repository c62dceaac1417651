// Known miss: the function that has the object on its stack reads a member of it by name, which is not recorded.
#include <thread>

struct Worker {
  int count = 0;
  std::jthread thread;
  void start() {
    thread = std::jthread([this] {
      for (int i = 0; i < 9; ++i)
        ++count; // MISSING: paraudit-parallel-capture
    });
  }
};

int use() {
  Worker worker;
  worker.start();
  ++worker.count;
  return worker.count;
}
