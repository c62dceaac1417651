// A listener that was registered from outside is called with the source map locked.
#include <functional>
#include <mutex>
#include <string>
#include <vector>

class SourceMap {
public:
  void on_add(std::function<void(const std::string&)> listener) {
    std::lock_guard<std::mutex> lock(mutex_);
    listener_ = std::move(listener);
  }
  void add(const std::string& file) {
    std::lock_guard<std::mutex> lock(mutex_);
    files_.push_back(file);
    if (listener_)
      listener_(file); // CHECK: paraudit-callback-under-lock
  }

private:
  std::mutex mutex_;
  std::vector<std::string> files_;
  std::function<void(const std::string&)> listener_;
};

SourceMap sources;
