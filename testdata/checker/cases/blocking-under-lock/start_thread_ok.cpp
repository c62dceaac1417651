// Starting a worker does not wait for it.
#include <mutex>
#include <thread>
#include <vector>

std::mutex pool_lock;
std::vector<std::thread> workers;

void work() {}

void grow() {
  std::lock_guard<std::mutex> lock(pool_lock);
  workers.emplace_back(work);
}
