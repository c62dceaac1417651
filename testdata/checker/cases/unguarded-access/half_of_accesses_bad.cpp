// Every write holds the lock of the same object, the one read does not.
#include <mutex>

class Progress {
public:
  void advance(int steps) {
    std::lock_guard<std::mutex> lock(mutex_);
    done_ += steps;
  }
  int done() const {
    return done_; // CHECK: paraudit-unguarded-access
  }

private:
  mutable std::mutex mutex_;
  int done_ = 0;
};

int poll(Progress& progress) {
  progress.advance(1);
  return progress.done();
}
