// The callback is called by a helper; the lock is its caller's.
#include <functional>
#include <mutex>
#include <vector>

class Queries {
public:
  void subscribe(std::function<void(int)> f) { listeners_.push_back(std::move(f)); }
  void complete(int query) {
    std::unique_lock<std::mutex> lock(mutex_);
    done_ = query;
    tell(query);
  }

private:
  void tell(int query) {
    for (auto& listener : listeners_)
      listener(query); // CHECK: paraudit-callback-under-lock
  }

  std::mutex mutex_;
  int done_ = 0;
  std::vector<std::function<void(int)>> listeners_;
};

Queries queries;
