// A callable inside a pair: what was stored there is not known, and so it is reported.
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

std::mutex mutex;
std::mutex other;
std::vector<std::pair<int, std::function<void()>>> hooks;

void add(int priority) {
  hooks.emplace_back(priority, [] { std::lock_guard<std::mutex> lock(other); });
}

void run() {
  std::lock_guard<std::mutex> lock(mutex);
  for (auto& hook : hooks)
    hook.second(); // CHECK: paraudit-callback-under-lock
}
