#include <mutex>

std::mutex mutex;

void twice() {
  mutex.lock();
  mutex.lock(); // CHECK: paraudit-self-deadlock
  mutex.unlock();
  mutex.unlock();
}
