// A lookup that falls through to an insert under the shared lock.
#include <map>
#include <mutex>
#include <shared_mutex>

class Types {
 public:
  int get(int key) {
    std::shared_lock lock(mutex_);
    auto found = map_.find(key);
    return found != map_.end() ? found->second : make(key);
  }

 private:
  int make(int key) {
    std::unique_lock lock(mutex_); // CHECK: paraudit-self-deadlock
    return map_[key] = key;
  }
  std::shared_mutex mutex_;
  std::map<int, int> map_;
};

Types types;
int use(int key) {
  return types.get(key);
}
