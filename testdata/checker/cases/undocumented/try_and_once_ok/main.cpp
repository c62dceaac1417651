#include <mutex>

std::mutex a;
std::mutex b;
std::once_flag once;

void attempt() {
  std::lock_guard<std::mutex> outer(a);
  if (b.try_lock())
    b.unlock();
}
void initialise() {
  std::lock_guard<std::mutex> outer(a);
  std::call_once(once, [] {});
}
