// The test is on what the look-up returned.
#include <map>
#include <mutex>

struct Value;
Value* make(int key);

class Cache {
public:
  Value* lookup(int key) {
    std::lock_guard<std::mutex> lock(mutex_);
    auto it = values_.find(key);
    return it == values_.end() ? nullptr : it->second;
  }
  void store(int key, Value* value) {
    std::lock_guard<std::mutex> lock(mutex_);
    values_[key] = value;
  }

private:
  std::mutex mutex_;
  std::map<int, Value*> values_;
};

Value* get(Cache& cache, int key) {
  Value* value = cache.lookup(key);
  if (value == nullptr) {
    value = make(key);
    cache.store(key, value); // CHECK: paraudit-check-then-act
  }
  return value;
}
