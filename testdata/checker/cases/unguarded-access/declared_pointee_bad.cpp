// pt_guarded_by: the pointer may be read, what it leads to may not.
class __attribute__((capability("mutex"))) Mutex {
public:
  void lock() __attribute__((acquire_capability()));
  void unlock() __attribute__((release_capability()));
};

struct Stats {
  int hits = 0;
};

class Cache {
public:
  explicit Cache(Stats* stats) : stats_(stats) {}
  bool has_stats() const { return stats_ != nullptr; }
  void hit() {
    mutex_.lock();
    ++stats_->hits;
    mutex_.unlock();
  }
  void forget() {
    stats_->hits = 0; // CHECK: paraudit-unguarded-access
  }

private:
  Mutex mutex_;
  Stats* stats_ __attribute__((pt_guarded_by(mutex_)));
};

void use(Cache& cache) {
  if (cache.has_stats())
    cache.hit();
  cache.forget();
}
