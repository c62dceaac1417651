// A helper returns the guard; the caller nests under it.
#include <mutex>

class Store {
 public:
  std::unique_lock<std::mutex> exclusive() { return std::unique_lock<std::mutex>(mutex_); }

 private:
  std::mutex mutex_;
};

std::mutex journal;
Store store;

void commit() {
  auto guard = store.exclusive();
  std::lock_guard<std::mutex> inner(journal); // CHECK: paraudit-lock-order-undeclared
}
