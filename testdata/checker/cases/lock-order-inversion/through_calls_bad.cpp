// The inner acquisitions are two calls away; each is reported where it happens.
#include <mutex>

class Cache {
public:
  void insert(int key) {
    std::lock_guard<std::mutex> guard(mutex_);
    last_ = key;
  }
  void evict();
  std::mutex mutex_;
  int last_ = 0;
};

class Store {
public:
  void note(int) {
    std::lock_guard<std::mutex> guard(mutex_); // CHECK: paraudit-lock-order-inversion
    ++notes_;
  }
  void put(Cache& cache, int key);
  std::mutex mutex_;
  int notes_ = 0;
};

void forward(Cache& cache, int key) { cache.insert(key); }

void Store::put(Cache& cache, int key) {
  std::lock_guard<std::mutex> guard(mutex_);
  forward(cache, key);
}

Store* store();

void Cache::evict() {
  std::lock_guard<std::mutex> guard(mutex_);
  store()->note(last_);
}
