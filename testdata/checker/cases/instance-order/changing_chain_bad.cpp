// A pool and the one below it, which can be exchanged: two may lie below each other.
#include <map>
#include <mutex>
#include <string>

class Pool {
 public:
  explicit Pool(const Pool* underlay) : underlay_(underlay) {}
  int find(const std::string& name) const {
    std::lock_guard<std::mutex> lock(mutex_); // CHECK: paraudit-instance-order
    auto found = names_.find(name);
    if (found != names_.end()) return found->second;
    return underlay_ != nullptr ? underlay_->find(name) : 0;
  }
  void lay_over(const Pool* underlay) { underlay_ = underlay; }
  void add(const std::string& name, int value) {
    std::lock_guard<std::mutex> lock(mutex_);
    names_[name] = value;
  }

 private:
  const Pool* underlay_;
  mutable std::mutex mutex_;
  std::map<std::string, int> names_;
};

int use(const Pool& pool) { return pool.find("name"); }
