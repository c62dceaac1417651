// A vector of guards holds what it was given: the second time the thread waits for itself.
#include <mutex>
#include <vector>

std::mutex mutex, other;
int value;

void add() {
  std::lock_guard<std::mutex> guard(mutex); // CHECK: paraudit-self-deadlock
  ++value;
}
void run() {
  std::vector<std::unique_lock<std::mutex>> guards;
  guards.emplace_back(mutex);
  guards.emplace_back(other);
  add();
}
