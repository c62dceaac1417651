#include <atomic>
#include <thread>

std::atomic<int> hits = 0; // CHECK: paraudit-undocumented

void work() { ++hits; }
int main() {
  std::thread one(work), two(work);
  one.join();
  two.join();
}
