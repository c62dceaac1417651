// The second task starts when the first has ended.
#include <thread>

int run() {
  int phase = 0;
  std::thread first([&] { phase = 1; });
  first.join();
  std::thread second([&] { phase += 1; });
  second.join();
  return phase;
}
