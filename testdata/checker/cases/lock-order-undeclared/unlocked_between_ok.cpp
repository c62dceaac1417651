#include <mutex>

std::mutex a;
std::mutex b;

void in_turn() {
  a.lock();
  a.unlock();
  b.lock();
  b.unlock();
}
