#include <thread>

int hits = 0;
int misses = 0; // CHECK: paraudit-undocumented

void work() {
  ++hits;
  ++misses;
}
int main() {
  std::thread one(work), two(work);
  one.join();
  two.join();
}
