// Every access holds the lock, and the write holds it only as readers do.
#include <shared_mutex>
#include <thread>

static std::shared_mutex hits_mutex;
static int hits;

class Cache {
public:
  void count() {
    std::shared_lock<std::shared_mutex> lock(mutex_);
    ++lookups_; // CHECK: paraudit-unguarded-access
  }
  int lookups() {
    std::shared_lock<std::shared_mutex> lock(mutex_);
    return lookups_;
  }

private:
  std::shared_mutex mutex_;
  int lookups_ = 0;
};

void hit() {
  std::shared_lock<std::shared_mutex> lock(hits_mutex);
  ++hits; // CHECK: paraudit-unguarded-access
}

int total() {
  std::shared_lock<std::shared_mutex> lock(hits_mutex);
  return hits;
}

int main() {
  Cache cache;
  std::thread a([&] { cache.count(); hit(); });
  std::thread b([&] { cache.count(); hit(); });
  a.join();
  b.join();
  return cache.lookups() + total();
}
