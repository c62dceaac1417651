// The reference was kept before the lock was taken elsewhere: aliases in members are not followed.
#include <mutex>

class Counter {
public:
  void bump() {
    std::lock_guard<std::mutex> lock(mutex_);
    ++value_;
  }
  int read() {
    std::lock_guard<std::mutex> lock(mutex_);
    return value_;
  }
  int* raw() { return &value_; }

private:
  std::mutex mutex_;
  int value_ = 0;
};

int* stored;

void keep(Counter& counter) {
  stored = counter.raw();
  counter.bump();
  counter.read();
}

void use() {
  *stored = 0; // MISSING: paraudit-unguarded-access
}
