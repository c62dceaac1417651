// A callback stored in the object comes back into it.
#include <functional>
#include <mutex>

class Cache {
 public:
  void on_evict(std::function<void()> callback) { callback_ = std::move(callback); }
  void clear() {
    std::lock_guard<std::mutex> guard(mutex_); // CHECK: paraudit-self-deadlock
    size_ = 0;
  }
  void evict() {
    std::lock_guard<std::mutex> guard(mutex_);
    callback_();
  }

 private:
  std::mutex mutex_;
  std::function<void()> callback_;
  int size_ = 0;
};

Cache cache;

void set_up() {
  cache.on_evict([] { cache.clear(); });
}

void shrink() {
  cache.evict();
}
