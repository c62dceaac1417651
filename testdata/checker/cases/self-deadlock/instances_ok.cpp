// Two objects of one class.
#include <mutex>

class Account {
public:
  void add(int amount) {
    std::lock_guard<std::mutex> guard(mutex_);
    balance_ += amount;
  }
  void pay(Account& other, int amount) {
    std::lock_guard<std::mutex> guard(mutex_);
    balance_ -= amount;
    other.add(amount);
  }

private:
  std::mutex mutex_;
  int balance_ = 0;
};

void use(Account& a, Account& b) { a.pay(b, 1); }
