// The mutable part is guarded by a lock of the same object.
#include <map>
#include <mutex>

class Memo {
public:
  int get(int key) const {
    std::lock_guard<std::mutex> guard(mutex_);
    return entries_[key];
  }

private:
  mutable std::mutex mutex_;
  mutable std::map<int, int> entries_;
};

static const Memo memo;

int use(int key) { return memo.get(key); }
