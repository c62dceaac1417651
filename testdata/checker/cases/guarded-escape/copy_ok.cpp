#include <mutex>
#include <string>
#include <vector>

class Names {
public:
  void add(const std::string& name) {
    std::lock_guard<std::mutex> lock(mutex_);
    names_.push_back(name);
  }
  std::vector<std::string> all() const {
    std::lock_guard<std::mutex> lock(mutex_);
    return names_;
  }
  std::string last() const {
    std::lock_guard<std::mutex> lock(mutex_);
    return names_.back();
  }

private:
  mutable std::mutex mutex_;
  std::vector<std::string> names_;
};

unsigned long use(Names& names) {
  names.add("x");
  return names.all().size() + names.last().size();
}
