#include <map>
#include <mutex>
#include <shared_mutex>

class Cache {
public:
  int get(int key) {
    std::shared_lock<std::shared_mutex> reader(mutex_);
    auto found = entries_.find(key);
    if (found != entries_.end())
      return found->second;
    std::unique_lock<std::shared_mutex> writer(mutex_); // CHECK: paraudit-self-deadlock
    return entries_[key] = key * 2;
  }

private:
  std::shared_mutex mutex_;
  std::map<int, int> entries_;
};

int use(Cache& cache) { return cache.get(1); }
