#include <atomic>
#include <thread>

std::atomic<int> hits = 0;
thread_local int mine = 0;

void work() {
  ++hits;
  ++mine;
}
int main() {
  std::thread one(work), two(work);
  one.join();
  two.join();
}
