// As guards_in_container_bad.cpp, but emptied before, or gone at the end of each round.
#include <mutex>
#include <vector>

std::mutex mutex, other;
int value;

void add() {
  std::lock_guard<std::mutex> guard(mutex);
  ++value;
}
void run(int rounds) {
  std::vector<std::unique_lock<std::mutex>> guards;
  guards.emplace_back(mutex);
  guards.emplace_back(other);
  guards.clear();
  add();
  for (int i = 0; i < rounds; ++i) {
    std::vector<std::unique_lock<std::mutex>> inner;
    inner.emplace_back(mutex);
    ++value;
  }
  add();
}
