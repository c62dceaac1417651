#include <map>
#include <mutex>
#include <string>

class Types {
public:
  bool contains(const std::string& name) {
    std::lock_guard<std::mutex> lock(mutex_);
    return types_.count(name) != 0;
  }
  void insert(const std::string& name, int id) {
    std::lock_guard<std::mutex> lock(mutex_);
    types_[name] = id;
  }

private:
  std::mutex mutex_;
  std::map<std::string, int> types_;
};

void declare(Types& types, const std::string& name) {
  if (!types.contains(name))
    types.insert(name, 1); // CHECK: paraudit-check-then-act
}
