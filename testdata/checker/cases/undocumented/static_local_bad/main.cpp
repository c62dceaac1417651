#include <thread>

void work() {
  static int hits = 0; // CHECK: paraudit-undocumented
  ++hits;
}
int main() {
  std::thread one(work), two(work);
  one.join();
  two.join();
}
