#include <mutex>
#include <thread>

std::mutex lock;
int hits = 0;
int misses = 0;

void work() {
  ++misses;
  std::lock_guard<std::mutex> guard(lock);
  ++hits;
}
int main() {
  std::thread one(work), two(work);
  one.join();
  two.join();
}
