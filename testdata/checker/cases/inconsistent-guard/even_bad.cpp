// As many of the one as of the other: the lock that is met first is the usual one.
#include <mutex>

static std::mutex front;
static std::mutex back;
static int depth;

void push() {
  std::lock_guard<std::mutex> lock(front);
  ++depth;
}

void pop() {
  std::lock_guard<std::mutex> lock(back);
  --depth; // CHECK: paraudit-inconsistent-guard
}
