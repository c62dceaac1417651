// Whoever works on the cache holds the outer lock shared and the inner one; who resets it, the outer one alone.
#include <map>
#include <mutex>
#include <shared_mutex>
#include <thread>

class Cache {
public:
  int find(int key) {
    std::shared_lock outer(cache_mutex_);
    std::lock_guard inner(mutex_);
    budget_ -= 1;
    return states_[key];
  }
  void add(int key, int value) {
    std::shared_lock outer(cache_mutex_);
    std::lock_guard inner(mutex_);
    budget_ -= 2;
    states_[key] = value;
  }
  int left() {
    std::shared_lock outer(cache_mutex_);
    std::lock_guard inner(mutex_);
    return budget_;
  }
  void reset() {
    std::unique_lock outer(cache_mutex_);
    states_.clear();
    budget_ = 100;
  }

private:
  std::shared_mutex cache_mutex_;
  std::mutex mutex_ __attribute__((acquired_after(cache_mutex_)));
  std::map<int, int> states_;
  int budget_ = 100;
};

Cache cache;

int main() {
  std::thread other([] {
    cache.add(1, 2);
    cache.reset();
  });
  cache.find(1);
  cache.left();
  other.join();
}
