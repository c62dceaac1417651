// A lock of another object of the same class excludes nobody here.
#include <mutex>

class Account {
public:
  void add(int amount) {
    std::lock_guard<std::mutex> lock(mutex_);
    balance_ += amount;
  }
  int balance() {
    std::lock_guard<std::mutex> lock(mutex_);
    return balance_;
  }
  void take_all(Account& from) {
    std::lock_guard<std::mutex> lock(mutex_);
    balance_ += 1;
    from.balance_ = 0; // CHECK: paraudit-unguarded-access
  }

private:
  std::mutex mutex_;
  int balance_ = 0;
};

void use(Account& a, Account& b) {
  a.add(1);
  a.take_all(b);
  b.balance();
}
