// Each state has its own lock.
#include <mutex>

class Stats {
public:
  void hit() {
    std::lock_guard<std::mutex> lock(hits_mutex_);
    ++hits_;
  }
  void miss() {
    std::lock_guard<std::mutex> lock(misses_mutex_);
    ++misses_;
  }
  int total() {
    std::scoped_lock lock(hits_mutex_, misses_mutex_);
    return hits_ + misses_;
  }

private:
  std::mutex hits_mutex_, misses_mutex_;
  int hits_ = 0;
  int misses_ = 0;
};

int use(Stats& stats) {
  stats.hit();
  stats.miss();
  return stats.total();
}
