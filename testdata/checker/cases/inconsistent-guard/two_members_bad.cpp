#include <map>
#include <mutex>
#include <string>

class Interner {
public:
  int intern(const std::string& text) {
    std::lock_guard<std::mutex> lock(table_mutex_);
    return ids_[text] = ++next_;
  }
  void forget(const std::string& text) {
    std::lock_guard<std::mutex> lock(table_mutex_);
    ids_.erase(text);
  }
  unsigned long size() {
    std::lock_guard<std::mutex> lock(stats_mutex_);
    return ids_.size(); // CHECK: paraudit-inconsistent-guard
  }

private:
  std::mutex table_mutex_;
  std::mutex stats_mutex_;
  std::map<std::string, int> ids_;
  int next_ = 0;
};

unsigned long use(Interner& interner) {
  interner.intern("a");
  interner.forget("a");
  return interner.size();
}
