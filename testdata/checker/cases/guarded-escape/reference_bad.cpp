#include <mutex>
#include <vector>

class Names {
public:
  void add(int name) {
    std::lock_guard<std::mutex> lock(mutex_);
    names_.push_back(name);
  }
  const std::vector<int>& all() const {
    std::lock_guard<std::mutex> lock(mutex_);
    return names_; // CHECK: paraudit-guarded-escape
  }

private:
  mutable std::mutex mutex_;
  std::vector<int> names_;
};

unsigned long use(Names& names) {
  names.add(1);
  return names.all().size();
}
