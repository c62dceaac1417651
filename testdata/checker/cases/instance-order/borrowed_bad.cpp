// Locks that come by members that refer to somebody else's, and are not the one that is held.
#include <mutex>
#include <thread>

class Store {
 public:
  explicit Store(std::mutex& mutex) : mutex_(mutex) {}
  void write() {
    std::lock_guard<std::mutex> guard(mutex_); // CHECK: paraudit-instance-order
    ++writes_;
  }

 private:
  std::mutex& mutex_;
  int writes_ = 0;
};
struct Server {
  std::mutex mutex;
  Store store{mutex};
};
void mirror(Server& from, Server& to) {
  std::lock_guard<std::mutex> guard(from.mutex);
  to.store.write();
}

// Each has one of a row of mutexes.
struct Account {
  std::mutex* mutex = nullptr;
  int balance = 0;
};
struct Bank {
  std::mutex stripes[16];
  Account accounts[64];
  Bank() {
    for (int i = 0; i < 64; ++i)
      accounts[i].mutex = &stripes[i % 16];
  }
};
void transfer(Account& from, Account& to) {
  std::lock_guard<std::mutex> first(*from.mutex);
  std::lock_guard<std::mutex> second(*to.mutex); // CHECK: paraudit-instance-order
  --from.balance;
  ++to.balance;
}

void run() {
  Server a, b;
  Bank bank;
  std::thread one([&] {
    mirror(a, b);
    transfer(bank.accounts[0], bank.accounts[1]);
  });
  std::thread two([&] {
    mirror(b, a);
    transfer(bank.accounts[1], bank.accounts[0]);
  });
  one.join();
  two.join();
}
