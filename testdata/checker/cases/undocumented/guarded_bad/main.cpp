#include <mutex>
#include <thread>

std::mutex lock;
int hits = 0; // CHECK: paraudit-undocumented

void work() {
  std::lock_guard<std::mutex> guard(lock);
  ++hits;
}
int main() {
  std::thread one(work), two(work);
  one.join();
  two.join();
}
