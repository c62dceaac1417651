// Known wrong: with a time-out of zero this only looks.
#include <chrono>
#include <future>
#include <mutex>

std::mutex mutex;

bool is_ready(std::future<int>& result) {
  std::lock_guard<std::mutex> lock(mutex);
  return result.wait_for(std::chrono::seconds(0)) == std::future_status::ready; // CHECK: paraudit-blocking-under-lock
}
