// An element that an algorithm found is changed after the lock is given up.
#include <algorithm>
#include <mutex>
#include <thread>
#include <vector>

class Scores {
 public:
  void add(int score) {
    std::lock_guard<std::mutex> guard(mutex_);
    scores_.push_back(score);
  }
  void clear() {
    std::lock_guard<std::mutex> guard(mutex_);
    scores_.clear();
  }
  int best() {
    std::lock_guard<std::mutex> guard(mutex_);
    return *std::max_element(scores_.begin(), scores_.end());
  }
  void raise(int score) {
    std::unique_lock<std::mutex> guard(mutex_);
    auto it = std::find(scores_.begin(), scores_.end(), score);
    guard.unlock();
    ++*it; // CHECK: paraudit-unguarded-access
  }

 private:
  std::mutex mutex_;
  std::vector<int> scores_;
};

void run(Scores& scores) {
  std::thread first([&] {
    scores.add(1);
    scores.raise(1);
  });
  std::thread second([&] {
    scores.clear();
    scores.best();
  });
  first.join();
  second.join();
}
