// CHECKS: paraudit-unguarded-access, paraudit-parallel-capture
// An access without the guard that its state has is one defect, also where a task makes it.
#include <mutex>
#include <string>
#include <thread>
#include <vector>

class Journal {
 public:
  void append(std::string line) {
    std::lock_guard<std::mutex> guard(mutex_);
    lines_.push_back(std::move(line));
  }
  void drop() {
    std::lock_guard<std::mutex> guard(mutex_);
    lines_.clear();
  }
  size_t count() {
    std::lock_guard<std::mutex> guard(mutex_);
    return lines_.size();
  }
  void trim() {
    std::unique_lock<std::mutex> lock(mutex_);
    const bool is_long = lines_.size() > 100;
    lock.unlock();
    if (is_long)
      lines_.pop_back(); // CHECK: paraudit-unguarded-access
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> lines_;
};

void run() {
  Journal journal;
  std::thread first([&] {
    journal.append("x");
    journal.trim();
  });
  std::thread second([&] {
    journal.drop();
    journal.count();
  });
  first.join();
  second.join();
}
