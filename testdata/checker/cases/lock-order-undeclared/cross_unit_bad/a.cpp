#include <mutex>

void inner();
std::mutex outer_lock;

void outer() {
  std::lock_guard<std::mutex> guard(outer_lock);
  inner();
}
