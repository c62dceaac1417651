// The second lock is taken in a method of the other object.
#include <mutex>

class Account {
public:
  void deposit(int amount) {
    std::lock_guard<std::mutex> lock(mutex_); // CHECK: paraudit-instance-order
    balance_ += amount;
  }
  void transfer(Account& to, int amount) {
    std::lock_guard<std::mutex> lock(mutex_);
    balance_ -= amount;
    to.deposit(amount);
  }

private:
  std::mutex mutex_;
  int balance_ = 0;
};

Account savings, current;
void pay() { savings.transfer(current, 5); }
