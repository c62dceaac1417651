// The callers hold the lock over the use of the reference.
#include <mutex>
#include <vector>

class Table {
public:
  int sum() {
    std::lock_guard<std::mutex> lock(mutex_);
    int total = 0;
    for (int row : rows())
      total += row;
    return total;
  }
  void add(int row) {
    std::lock_guard<std::mutex> lock(mutex_);
    rows().push_back(row);
  }

private:
  std::vector<int>& rows() { return rows_; }

  std::mutex mutex_;
  std::vector<int> rows_;
};

int use(Table& table) {
  table.add(1);
  return table.sum();
}
