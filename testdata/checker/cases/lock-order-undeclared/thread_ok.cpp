// What the thread takes is not nested in what the starter holds.
#include <mutex>
#include <thread>

std::mutex pool;
std::mutex work;

std::thread start() {
  std::lock_guard<std::mutex> guard(pool);
  return std::thread([] { std::lock_guard<std::mutex> inner(work); });
}
