// lock() and unlock() without guards; the unlocks are in another order than the locks.
#include <mutex>

std::mutex names;
std::mutex types;

void forward() {
  names.lock();
  types.lock(); // CHECK: paraudit-lock-order-inversion
  names.unlock();
  types.unlock();
}

void backward() {
  types.lock();
  names.lock();
  types.unlock();
  names.unlock();
}
