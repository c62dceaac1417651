// The switch decides about more than the lock, and the caller decides: neither is a switch for locking.
#include <mutex>

std::mutex mutex;
long total = 0; // CHECK: paraudit-mutable-global
long last = 0;  // CHECK: paraudit-mutable-global

void add(long value, bool locked) {
  if (locked)
    mutex.lock();
  total += value;
  if (locked)
    mutex.unlock();
}

class Adder {
 public:
  void add(long value) {
    if (shares_) {
      mutex.lock();
      last = value;
      mutex.unlock();
    }
    last = value;
  }

 private:
  bool shares_ = false;
};

void run(Adder& adder) {
  adder.add(1);
  add(1, false);
}
