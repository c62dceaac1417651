// An acquisition that does not wait cannot close a cycle.
#include <mutex>

std::mutex a;
std::mutex b;

void one() {
  std::lock_guard<std::mutex> outer(a);
  std::lock_guard<std::mutex> inner(b);
}

bool two() {
  std::lock_guard<std::mutex> outer(b);
  if (!a.try_lock())
    return false;
  a.unlock();
  return true;
}

bool three() {
  std::lock_guard<std::mutex> outer(b);
  std::unique_lock<std::mutex> inner(a, std::try_to_lock);
  return inner.owns_lock();
}
