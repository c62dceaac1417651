#include <thread>

struct New {
  static int hits;
};
int New::hits = 0;

void work() { ++New::hits; }
int main() {
  std::thread one(work), two(work);
  one.join();
  two.join();
}
