// The lock is given up around the slow part, in a scope and by hand.
#include <chrono>
#include <fstream>
#include <mutex>
#include <string>
#include <thread>

std::mutex mutex;
std::string pending;

void flush(const std::string& path) {
  std::string text;
  {
    std::lock_guard<std::mutex> lock(mutex);
    text.swap(pending);
  }
  std::ofstream(path) << text;
}

void retry() {
  std::unique_lock<std::mutex> lock(mutex);
  while (pending.empty()) {
    lock.unlock();
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    lock.lock();
  }
}
