// Guards that are kept in a vector hold their locks until the vector goes, or is emptied.
#include <deque>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

std::mutex left_mutex, right_mutex;
int left, right;

void both() {
  std::vector<std::unique_lock<std::mutex>> guards;
  guards.reserve(2);
  guards.emplace_back(left_mutex);
  guards.push_back(std::unique_lock<std::mutex>(right_mutex));
  ++left;
  ++right;
}

void moved() {
  std::unique_lock<std::mutex> guard(left_mutex);
  std::deque<std::unique_lock<std::mutex>> guards;
  guards.push_back(std::move(guard));
  ++left;
  guards.clear();
  std::lock_guard<std::mutex> again(left_mutex);
  ++left;
}

std::vector<std::unique_lock<std::mutex>> take() {
  std::vector<std::unique_lock<std::mutex>> guards;
  guards.emplace_back(left_mutex);
  guards.emplace_back(right_mutex);
  return guards;
}
void taken() {
  auto guards = take();
  ++left;
  ++right;
}

struct Shard {
  std::mutex mutex;
  int count = 0;
  void add() {
    std::lock_guard<std::mutex> guard(mutex);
    ++count;
  }
  void clear() {
    std::lock_guard<std::mutex> guard(mutex);
    count = 0;
  }
};
Shard shards[8];
int sum() {
  std::vector<std::unique_lock<std::mutex>> guards;
  for (Shard& shard : shards)
    guards.emplace_back(shard.mutex);
  int total = 0;
  for (Shard& shard : shards)
    total += shard.count;
  return total;
}

void run() {
  std::thread first([] {
    both();
    moved();
    shards[0].add();
    shards[1].clear();
  });
  std::thread second([] {
    taken();
    both();
    sum();
  });
  first.join();
  second.join();
}
