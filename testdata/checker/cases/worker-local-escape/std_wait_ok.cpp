// A thread that waits stays the same thread.
#include <thread>

thread_local int depth;

int run() {
  int& own = depth;
  ++own;
  std::thread helper([] {});
  helper.join();
  return --own;
}
