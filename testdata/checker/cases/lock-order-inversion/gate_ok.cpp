// Both orders, but only one thread at a time can be in either.
#include <mutex>

std::mutex gate;
std::mutex a;
std::mutex b;

void one() {
  std::lock_guard<std::mutex> only(gate);
  std::lock_guard<std::mutex> outer(a);
  std::lock_guard<std::mutex> inner(b);
}

void two() {
  std::lock_guard<std::mutex> only(gate);
  std::lock_guard<std::mutex> outer(b);
  std::lock_guard<std::mutex> inner(a);
}
