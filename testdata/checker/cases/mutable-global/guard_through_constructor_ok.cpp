// An access object takes the guard over, and what it leads to is used under the lock.
#include <mutex>
#include <utility>

class Counter {
 public:
  class Access {
   public:
    Access(std::unique_lock<std::mutex> hold, int* value) : hold_(std::move(hold)), value_(value) {}
    int& operator*() { return *value_; }

   private:
    std::unique_lock<std::mutex> hold_;
    int* value_;
  };
  Access lock() { return Access(std::unique_lock<std::mutex>(mutex_), &value_); }

 private:
  std::mutex mutex_;
  int value_ = 0;
};

static Counter counter;

void set(int value) {
  auto access = counter.lock();
  *access = value;
}
int get() {
  auto access = counter.lock();
  return *access;
}
