#include <mutex>

std::mutex a;
std::mutex b;
std::mutex c;

void nested() {
  std::lock_guard<std::mutex> outer(a);
  std::lock_guard<std::mutex> inner(c);
}
