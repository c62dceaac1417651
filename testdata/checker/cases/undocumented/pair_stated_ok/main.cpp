#include <mutex>

std::mutex a;
std::mutex b;

void nested() {
  std::lock_guard<std::mutex> outer(a);
  std::lock_guard<std::mutex> inner(b);
}
