#include <mutex>
#include <string>
#include <string_view>

class Module {
public:
  std::string_view name() const {
    std::lock_guard<std::mutex> lock(mutex_);
    return name_; // CHECK: paraudit-guarded-escape
  }
  void rename(const std::string& name) {
    std::lock_guard<std::mutex> lock(mutex_);
    name_ = name;
  }

private:
  mutable std::mutex mutex_;
  std::string name_;
};

unsigned long use(Module& module) {
  module.rename("core");
  return module.name().size();
}
