#include <mutex>

std::mutex a;
std::mutex b;

void inner() {
  std::lock_guard<std::mutex> guard(b); // CHECK: paraudit-undocumented
}
void outer() {
  std::lock_guard<std::mutex> guard(a);
  inner();
}
