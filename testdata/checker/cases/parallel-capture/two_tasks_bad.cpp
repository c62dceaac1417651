// Two tasks, each started once, write one variable.
#include <thread>

int run() {
  int last = 0;
  std::thread front([&] { last = 1; }); // CHECK: paraudit-parallel-capture
  std::thread back([&] { last = 2; });  // CHECK: paraudit-parallel-capture
  front.join();
  back.join();
  return last;
}
