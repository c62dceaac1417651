// A method that is not const, and locks nothing: one thread loads the object before others get it.
#include <atomic>
#include <mutex>
#include <string>
#include <vector>

class Zone {
public:
  bool load(const std::string& name) {
    if (types_.empty()) {
      types_.push_back(name);
    }
    if (version_ == 0) {
      version_ = 1;
    }
    return true;
  }
  int hint() const {
    std::lock_guard<std::mutex> lock(mutex_);
    return last_;
  }

private:
  std::vector<std::string> types_;
  int version_ = 0;
  mutable std::atomic<int> hint_{0};
  mutable std::mutex mutex_;
  int last_ = 0;
};

bool use(Zone& zone) { return zone.load("UTC") && zone.hint() == 0; }
