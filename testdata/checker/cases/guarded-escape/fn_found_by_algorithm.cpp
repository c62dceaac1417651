// Known miss: where an iterator comes from is lost through an algorithm.
#include <algorithm>
#include <mutex>
#include <thread>
#include <vector>

class Table {
 public:
  void add(int row) {
    std::lock_guard<std::mutex> guard(mutex_);
    rows_.push_back(row);
  }
  void clear() {
    std::lock_guard<std::mutex> guard(mutex_);
    rows_.clear();
  }
  const int* find(int row) const {
    std::lock_guard<std::mutex> guard(mutex_);
    auto it = std::find(rows_.begin(), rows_.end(), row);
    return it == rows_.end() ? nullptr : &*it; // MISSING: paraudit-guarded-escape
  }

 private:
  mutable std::mutex mutex_;
  std::vector<int> rows_;
};

Table table;

void run() {
  std::thread worker([] {
    table.add(1);
    table.clear();
  });
  table.find(1);
  worker.join();
}
