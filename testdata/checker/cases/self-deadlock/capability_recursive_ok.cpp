// A recursive mutex inside a class with Clang's attribute.
#include <mutex>

class __attribute__((capability("mutex"))) Mutex {
 public:
  void lock() __attribute__((acquire_capability())) { impl_.lock(); }
  void unlock() __attribute__((release_capability())) { impl_.unlock(); }

 private:
  std::recursive_mutex impl_;
};

Mutex mutex;
int depth = 0;

void inner() {
  mutex.lock();
  ++depth;
  mutex.unlock();
}

void outer() {
  mutex.lock();
  inner();
  mutex.unlock();
}
