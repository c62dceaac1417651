// Through a pointer that becomes a number and back, and through what a function returns: found by type, and by result.
#include <cstdint>
#include <mutex>

std::mutex pool_mutex;
std::mutex list_mutex;
int pool = 0;
int list = 0;

void fill_pool() {
  std::lock_guard lock(pool_mutex); // CHECK: paraudit-lock-order-undeclared
  ++pool;
}

int fill_list() {
  std::lock_guard lock(list_mutex); // CHECK: paraudit-lock-order-undeclared
  return ++list;
}

std::uintptr_t hidden = 0;

void hide(void (*function)()) {
  hidden = reinterpret_cast<std::uintptr_t>(function);
}

using Fill = int (*)();

Fill chosen(bool lists) {
  return lists ? &fill_list : nullptr;
}

class Owner {
 public:
  void run() {
    std::lock_guard lock(mutex_);
    reinterpret_cast<void (*)()>(hidden)();
    chosen(true)();
  }

 private:
  std::mutex mutex_;
};

void start(Owner& owner) {
  hide(fill_pool);
  owner.run();
}
