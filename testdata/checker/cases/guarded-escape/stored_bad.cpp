// The pointer is kept where the lock does not reach.
#include <map>
#include <mutex>

static int* last_used;

class Counters {
public:
  void use(int key) {
    std::lock_guard<std::mutex> lock(mutex_);
    int& counter = counters_[key];
    ++counter;
    last_used = &counter; // CHECK: paraudit-guarded-escape
  }
  void reset() {
    std::lock_guard<std::mutex> lock(mutex_);
    counters_.clear();
  }

private:
  std::mutex mutex_;
  std::map<int, int> counters_;
};

void run(Counters& counters) {
  counters.use(1);
  counters.reset();
}
