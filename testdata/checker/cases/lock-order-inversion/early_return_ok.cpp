// On the path that takes the second lock the first was given up.
#include <mutex>

std::mutex a;
std::mutex b;
bool ready = false;

void one() {
  a.lock();
  if (!ready) {
    a.unlock();
    std::lock_guard<std::mutex> inner(b);
    return;
  }
  a.unlock();
}

void two() {
  std::lock_guard<std::mutex> outer(b);
  std::lock_guard<std::mutex> inner(a);
}
