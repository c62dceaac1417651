// The same, sorted by position when they are taken.
#include <algorithm>
#include <mutex>
#include <thread>
#include <vector>

struct Diagnostic {
  int position;
};

class Diagnostics {
public:
  void report(int position) {
    std::lock_guard<std::mutex> lock(mutex_);
    all_.push_back({position});
  }
  std::vector<Diagnostic> take() {
    std::lock_guard<std::mutex> lock(mutex_);
    std::stable_sort(all_.begin(), all_.end(),
                     [](const Diagnostic& a, const Diagnostic& b) { return a.position < b.position; });
    return std::move(all_);
  }

private:
  std::mutex mutex_;
  std::vector<Diagnostic> all_;
};

Diagnostics diagnostics;

void check_all(int count) {
  std::vector<std::thread> workers;
  for (int i = 0; i < count; ++i)
    workers.emplace_back([i] { diagnostics.report(i); });
  for (std::thread& worker : workers)
    worker.join();
}
