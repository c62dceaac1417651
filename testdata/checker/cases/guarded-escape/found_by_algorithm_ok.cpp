// What is found is copied, or lies in another range than the guarded one.
#include <algorithm>
#include <iterator>
#include <mutex>
#include <optional>
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
  std::optional<int> find(int row) const {
    std::lock_guard<std::mutex> guard(mutex_);
    auto it = std::find(rows_.begin(), rows_.end(), row);
    return it == rows_.end() ? std::nullopt : std::optional<int>(*it);
  }
  bool contains(int row) const {
    std::lock_guard<std::mutex> guard(mutex_);
    return std::ranges::find(rows_, row) != rows_.end();
  }
  long position(int row) const {
    std::lock_guard<std::mutex> guard(mutex_);
    return std::distance(rows_.begin(), std::lower_bound(rows_.begin(), rows_.end(), row));
  }
  std::vector<int>::iterator copy_to(std::vector<int>& rows) const {
    std::lock_guard<std::mutex> guard(mutex_);
    return std::copy(rows_.begin(), rows_.end(), rows.begin());
  }
  std::vector<int>::iterator find_in(std::vector<int>& rows) const {
    std::lock_guard<std::mutex> guard(mutex_);
    return std::find(rows.begin(), rows.end(), rows_.front());
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
  std::vector<int> mine(10);
  table.find(1);
  table.contains(1);
  table.position(1);
  table.copy_to(mine);
  table.find_in(mine);
  worker.join();
}
