#include <mutex>

std::mutex a;
std::mutex b;

void nested() {
  std::lock_guard<std::mutex> outer(a);
  if (b.try_lock())
    b.unlock();
}
