// A lock of the program's own with a counter of tickets, taken by hand.
#include <atomic>
#include <thread>

class TicketLock {
 public:
  void lock() {
    const unsigned mine = next_.fetch_add(1);
    while (serving_.load() != mine)
      std::this_thread::yield();
  }
  void unlock() { serving_.store(serving_.load() + 1); }

 private:
  std::atomic<unsigned> next_{0}, serving_{0};
};

class Ledger {
 public:
  void add(long amount) {
    lock_.lock();
    sum_ += amount;
    lock_.unlock();
  }

 private:
  TicketLock lock_;
  long sum_ = 0;
};

void run(Ledger& ledger) {
  std::thread first([&] { ledger.add(1); }), second([&] { ledger.add(2); });
  first.join();
  second.join();
}
