// An object that guards its members with a lock of its own.
#include <mutex>
#include <vector>

class Registry {
public:
  void add(int item) {
    std::lock_guard<std::mutex> guard(mutex_);
    items_.push_back(item);
  }
  size_t size() {
    std::lock_guard<std::mutex> guard(mutex_);
    return items_.size();
  }

private:
  std::mutex mutex_;
  std::vector<int> items_;
};

static Registry registry;

Registry& the_registry() {
  static Registry instance;
  return instance;
}

void use() {
  registry.add(1);
  the_registry().add(static_cast<int>(registry.size()));
}
