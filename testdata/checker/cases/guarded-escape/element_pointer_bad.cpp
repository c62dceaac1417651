// The entry may be erased as soon as the lock is gone.
#include <map>
#include <mutex>

struct Entry {
  int uses = 0;
};

class Cache {
public:
  Entry* find(int key) {
    std::lock_guard<std::mutex> lock(mutex_);
    auto it = entries_.find(key);
    if (it == entries_.end())
      return nullptr;
    return &it->second; // CHECK: paraudit-guarded-escape
  }
  void insert(int key) {
    std::lock_guard<std::mutex> lock(mutex_);
    entries_[key] = Entry();
  }
  void drop(int key) {
    std::lock_guard<std::mutex> lock(mutex_);
    entries_.erase(key);
  }

private:
  std::mutex mutex_;
  std::map<int, Entry> entries_;
};

bool use(Cache& cache) {
  cache.insert(1);
  cache.drop(2);
  return cache.find(1) != nullptr;
}
