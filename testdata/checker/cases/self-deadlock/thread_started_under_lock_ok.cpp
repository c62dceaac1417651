// A thread started under the lock does not hold it.
#include <mutex>
#include <thread>

std::mutex state;
int n = 0;

void worker() {
  std::lock_guard<std::mutex> guard(state);
  ++n;
}

std::thread start() {
  std::lock_guard<std::mutex> guard(state);
  return std::thread(worker);
}
