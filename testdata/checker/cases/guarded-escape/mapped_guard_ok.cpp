// The reference leaves together with the lock that guards it.
#include <mutex>
#include <vector>

class Guarded {
public:
  Guarded(std::mutex& mutex, std::vector<int>& values) : lock_(mutex), values_(values) {}
  std::vector<int>& values() { return values_; }

private:
  std::unique_lock<std::mutex> lock_;
  std::vector<int>& values_;
};

class List {
public:
  Guarded open() { return Guarded(mutex_, values_); }
  void add(int value) {
    std::lock_guard<std::mutex> lock(mutex_);
    values_.push_back(value);
  }
  void clear() {
    std::lock_guard<std::mutex> lock(mutex_);
    values_.clear();
  }

private:
  std::mutex mutex_;
  std::vector<int> values_;
};

void use(List& list) {
  list.open().values().push_back(1);
  list.add(1);
  list.clear();
}
