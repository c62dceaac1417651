// The guard is taken where the program runs in parallel only.
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

class Journal {
 public:
  explicit Journal(bool parallel) : parallel_(parallel) {}
  void append(const std::string& line) {
    std::optional<std::lock_guard<std::mutex>> guard;
    if (parallel_)
      guard.emplace(mutex_);
    lines_.push_back(line);
  }
  void take(std::vector<std::string>& out) {
    std::unique_lock<std::mutex> guard;
    if (parallel_)
      guard = std::unique_lock<std::mutex>(mutex_);
    out.swap(lines_);
  }
  void clear() {
    std::lock_guard<std::mutex> guard(mutex_);
    lines_.clear();
  }
  bool empty() {
    std::lock_guard<std::mutex> guard(mutex_);
    return lines_.empty();
  }

 private:
  const bool parallel_;
  std::mutex mutex_;
  std::vector<std::string> lines_;
};

Journal journal(true);

void run() {
  std::thread worker([] {
    journal.append("a");
    journal.empty();
  });
  std::vector<std::string> lines;
  journal.take(lines);
  journal.clear();
  worker.join();
}
