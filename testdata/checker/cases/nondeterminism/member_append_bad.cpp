// Diagnostics of all workers in the order in which they come.
#include <mutex>
#include <string>
#include <thread>
#include <vector>

class Diagnostics {
public:
  void report(const std::string& message) {
    std::lock_guard<std::mutex> lock(mutex_);
    messages_.push_back(message); // CHECK: paraudit-nondeterminism
  }
  std::vector<std::string> take() {
    std::lock_guard<std::mutex> lock(mutex_);
    return std::move(messages_);
  }

private:
  std::mutex mutex_;
  std::vector<std::string> messages_;
};

Diagnostics diagnostics;

static void check(int body) {
  if (body % 2 != 0)
    diagnostics.report("odd");
}

void check_all(int count) {
  std::vector<std::thread> workers;
  for (int i = 0; i < count; ++i)
    workers.emplace_back(check, i);
  for (std::thread& worker : workers)
    worker.join();
}
