// A write needs the lock for itself; readers may share it.
#include <map>
#include <mutex>
#include <shared_mutex>

class Types {
public:
  int find(int id) {
    std::shared_lock<std::shared_mutex> lock(mutex_);
    auto it = types_.find(id);
    return it == types_.end() ? 0 : it->second;
  }
  void set(int id, int type) {
    std::unique_lock<std::shared_mutex> lock(mutex_);
    types_[id] = type;
  }
  void drop(int id) {
    std::unique_lock<std::shared_mutex> lock(mutex_);
    types_.erase(id);
  }
  void touch(int id) {
    std::shared_lock<std::shared_mutex> lock(mutex_);
    types_[id] = 0; // CHECK: paraudit-unguarded-access
  }

private:
  std::shared_mutex mutex_;
  std::map<int, int> types_;
};

int use(Types& types) {
  types.set(1, 2);
  types.drop(2);
  types.touch(3);
  return types.find(1);
}
