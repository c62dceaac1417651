// Classes that work under a mutex of somebody else: it goes by the owner's name where all constructors are given that
// one, else by the member's.
#include <mutex>

std::mutex registry_mutex, log_mutex, cache_mutex;

class Registry {
 public:
  explicit Registry(std::mutex& mutex) : mutex_(mutex) {}
  void add() {
    std::lock_guard<std::mutex> outer(mutex_);
    std::lock_guard<std::mutex> inner(log_mutex);
    ++entries_;
  }

 private:
  std::mutex& mutex_;
  int entries_ = 0;
};

void flush_log() {
  std::lock_guard<std::mutex> outer(log_mutex);
  std::lock_guard<std::mutex> inner(registry_mutex); // CHECK: paraudit-lock-order-inversion
}

// Passed on by another constructor.
class Cache {
 public:
  Cache(int size, std::mutex* mutex) : mutex_(mutex), size_(size) {}
  void grow() {
    std::lock_guard<std::mutex> outer(*mutex_);
    std::lock_guard<std::mutex> inner(log_mutex); // CHECK: paraudit-lock-order-inversion
    ++size_;
  }

 private:
  std::mutex* mutex_;
  int size_;
};

class FileCache {
 public:
  explicit FileCache(std::mutex* mutex) : cache_(100, mutex) {}
  void grow() { cache_.grow(); }

 private:
  Cache cache_;
};

void log_cache() {
  std::lock_guard<std::mutex> outer(log_mutex);
  std::lock_guard<std::mutex> inner(cache_mutex);
}

// Nobody knows whose it is.
class Device {
 public:
  explicit Device(std::mutex* bus) : bus_(bus) {}
  void read() {
    std::lock_guard<std::mutex> outer(*bus_);
    std::lock_guard<std::mutex> inner(state_mutex_); // CHECK: paraudit-lock-order-inversion
  }
  void reset() {
    std::lock_guard<std::mutex> outer(state_mutex_);
    std::lock_guard<std::mutex> inner(*bus_);
  }

 private:
  std::mutex* bus_;
  std::mutex state_mutex_;
};

void use(Device& device) {
  Registry registry(registry_mutex);
  FileCache files(&cache_mutex);
  registry.add();
  files.grow();
  flush_log();
  log_cache();
  device.read();
  device.reset();
}
