// A visitor from a caller that nobody here knows runs with the pass table locked.
#include <functional>
#include <mutex>
#include <vector>

class PassRegistry {
public:
  void for_each(const std::function<void(int)>& visit) {
    std::lock_guard<std::mutex> lock(mutex_);
    for (int pass : passes_)
      visit(pass); // CHECK: paraudit-callback-under-lock
  }

private:
  std::mutex mutex_;
  std::vector<int> passes_;
};

PassRegistry registry;
