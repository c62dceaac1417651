// Functions that are defined inside of the class whose friends they are.
#include <mutex>
#include <thread>

struct Account {
  mutable std::mutex mutex;
  int cents = 0;
  void set(int value) {
    std::lock_guard<std::mutex> guard(mutex); // CHECK: paraudit-self-deadlock
    cents = value;
  }
  friend void reset(Account& account) {
    std::lock_guard<std::mutex> guard(account.mutex);
    account.set(0);
  }
};

template <class Number> struct Cell {
  std::mutex mutex;
  Number number{};
  friend void twice(Cell& cell) {
    std::lock_guard<std::mutex> outer(cell.mutex);
    std::lock_guard<std::mutex> inner(cell.mutex); // CHECK: paraudit-self-deadlock
    cell.number *= 2;
  }
};

void run(Account& account, Cell<int>& cell) {
  std::thread first([&] { reset(account); }), second([&] { twice(cell); });
  first.join();
  second.join();
}
