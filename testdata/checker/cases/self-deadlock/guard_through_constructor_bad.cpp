// A guard that a constructor takes over holds the lock on.
#include <mutex>
#include <utility>

struct Store {
  std::mutex lock;
  int entries = 0;
  int size() {
    std::lock_guard<std::mutex> hold(lock); // CHECK: paraudit-self-deadlock
    return entries;
  }
};

class Transaction {
 public:
  explicit Transaction(std::unique_lock<std::mutex> hold) : hold_(std::move(hold)) {}

 private:
  std::unique_lock<std::mutex> hold_;
};

int commit(Store& store) {
  std::unique_lock<std::mutex> hold(store.lock);
  Transaction transaction(std::move(hold));
  return store.size();
}

int fine(Store& store) {
  {
    std::unique_lock<std::mutex> hold(store.lock);
    Transaction transaction(std::move(hold));
  }
  return store.size();
}
