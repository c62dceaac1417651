// The shared lock is given up before the exclusive one is asked for.
#include <map>
#include <mutex>
#include <shared_mutex>

class Types {
 public:
  int get(int key) {
    {
      std::shared_lock lock(mutex_);
      if (auto found = map_.find(key); found != map_.end())
        return found->second;
    }
    std::unique_lock lock(mutex_);
    return map_.try_emplace(key, key).first->second;
  }

 private:
  std::shared_mutex mutex_;
  std::map<int, int> map_;
};

Types types;
int use(int key) {
  return types.get(key);
}
