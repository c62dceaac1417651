// Besides the lazy step, all users take the lock, but for one: it guards.
#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

class Names {
 public:
  void add(int value) {
    std::lock_guard<std::mutex> lock(mutex_);
    values_.push_back(value);
  }
  void drop() {
    std::lock_guard<std::mutex> lock(mutex_);
    values_.pop_back();
  }
  size_t size() {
    std::lock_guard<std::mutex> lock(mutex_);
    return values_.size();
  }
  void load() {
    if (!loaded_.load(std::memory_order_acquire)) {
      std::lock_guard<std::mutex> lock(mutex_);
      if (!loaded_.load(std::memory_order_relaxed)) {
        values_.assign(8, 0);
        loaded_.store(true, std::memory_order_release);
      }
    }
  }
  void forget() {
    values_.clear(); // CHECK: paraudit-unguarded-access
  }

 private:
  std::mutex mutex_;
  std::atomic<bool> loaded_{false};
  std::vector<int> values_;
};

Names names;

int main() {
  std::thread one([] {
    names.load();
    names.add(1);
    names.drop();
  });
  std::thread two([] {
    names.size();
    names.forget();
  });
  one.join();
  two.join();
}
