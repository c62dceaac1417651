// What an algorithm finds lies in the range that it was given.
#include <algorithm>
#include <iterator>
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
    return it == rows_.end() ? nullptr : &*it; // CHECK: paraudit-guarded-escape
  }
  std::vector<int>::const_iterator largest() const {
    std::lock_guard<std::mutex> guard(mutex_);
    return std::max_element(rows_.begin(), rows_.end()); // CHECK: paraudit-guarded-escape
  }
  const int& second() const {
    std::lock_guard<std::mutex> guard(mutex_);
    return *std::next(rows_.begin()); // CHECK: paraudit-guarded-escape
  }
  const int* ranked(int row) const {
    std::lock_guard<std::mutex> guard(mutex_);
    auto it = std::ranges::lower_bound(rows_, row);
    return &*it; // CHECK: paraudit-guarded-escape
  }
  const int& range(int row) const {
    std::lock_guard<std::mutex> guard(mutex_);
    return *std::equal_range(std::begin(rows_), std::end(rows_), row).first; // CHECK: paraudit-guarded-escape
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
  table.largest();
  table.second();
  table.ranked(1);
  table.range(1);
  worker.join();
}
