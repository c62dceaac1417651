// Known miss: the callable that is stored takes the lock of the very object that calls it with the lock held.
#include <functional>
#include <map>
#include <mutex>
#include <thread>

class Table {
 public:
  Table() {
    hook_ = [this](int key) { remove(key); };
  }
  void visit() {
    std::lock_guard<std::mutex> guard(mutex_);
    for (auto& [key, value] : values_)
      hook_(key);
  }
  void remove(int key) {
    std::lock_guard<std::mutex> guard(mutex_); // MISSING: paraudit-self-deadlock
    values_.erase(key);
  }

 private:
  std::mutex mutex_;
  std::map<int, int> values_;
  std::function<void(int)> hook_;
};

void run(Table& table) {
  std::thread first([&] { table.visit(); }), second([&] { table.remove(1); });
  first.join();
  second.join();
}
