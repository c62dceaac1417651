// As guards_in_container_ok.cpp, but the vector is empty again, or holds another lock.
#include <mutex>
#include <thread>
#include <vector>

std::mutex left_mutex, right_mutex;
int left, right;

void locked() {
  std::lock_guard<std::mutex> guard(left_mutex);
  ++left;
}
void locked_right() {
  std::lock_guard<std::mutex> guard(right_mutex);
  ++right;
}
void both() {
  std::vector<std::unique_lock<std::mutex>> guards;
  guards.emplace_back(left_mutex);
  guards.emplace_back(right_mutex);
  ++left;
  ++right;
}
void emptied() {
  std::vector<std::unique_lock<std::mutex>> guards;
  guards.emplace_back(left_mutex);
  guards.clear();
  ++left; // CHECK: paraudit-unguarded-access
}
void only_left() {
  std::vector<std::unique_lock<std::mutex>> guards;
  {
    std::vector<std::unique_lock<std::mutex>> inner;
    inner.emplace_back(right_mutex);
    ++right;
  }
  ++right; // CHECK: paraudit-unguarded-access
}

void run() {
  std::thread first([] {
    locked();
    both();
    emptied();
  });
  std::thread second([] {
    locked_right();
    both();
    only_left();
    locked();
  });
  first.join();
  second.join();
}
