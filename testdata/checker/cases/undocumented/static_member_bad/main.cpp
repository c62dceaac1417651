#include <thread>

struct Counter {
  static int hits;
};
int Counter::hits = 0; // CHECK: paraudit-undocumented

void work() { ++Counter::hits; }
int main() {
  std::thread one(work), two(work);
  one.join();
  two.join();
}
