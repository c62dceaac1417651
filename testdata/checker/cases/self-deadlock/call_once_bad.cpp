// The initialiser needs the lock under which the initialisation is asked for.
#include <mutex>

std::mutex mutex;
std::once_flag flag;

void initialise() { std::lock_guard<std::mutex> guard(mutex); } // CHECK: paraudit-self-deadlock

void use() {
  std::lock_guard<std::mutex> guard(mutex);
  std::call_once(flag, initialise);
}
