// The lock is a member: two objects hold two locks, so it guards nothing that they share.
#include <mutex>

static int live; // CHECK: paraudit-mutable-global

class Handle {
public:
  void open() {
    std::lock_guard<std::mutex> guard(mutex_);
    ++live;
  }

private:
  std::mutex mutex_;
};

void use(Handle& a) { a.open(); }
