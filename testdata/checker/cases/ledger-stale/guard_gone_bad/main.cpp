#include <mutex>
#include <thread>

std::mutex lock;
std::mutex other;
int hits = 0;

void work() {
  std::lock_guard<std::mutex> guard(lock);
  ++hits;
}
int main() {
  std::thread one(work), two(work);
  one.join();
  two.join();
}
