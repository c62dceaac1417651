// Clearing a container under the lock runs destructors that take it.
#include <memory>
#include <mutex>
#include <vector>

std::mutex live;
int alive = 0;

struct Node {
  ~Node() {
    std::lock_guard<std::mutex> guard(live); // CHECK: paraudit-self-deadlock
    --alive;
  }
};

void replace() {
  std::lock_guard<std::mutex> guard(live);
  auto node = std::make_unique<Node>();
  ++alive;
}
