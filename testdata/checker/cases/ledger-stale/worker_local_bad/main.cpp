#include <mutex>
#include <thread>

std::mutex lock;
int hits = 0;

void work() { ++hits; }
int main() {
  std::thread one(work), two(work);
  one.join();
  two.join();
}
