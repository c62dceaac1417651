// Immutable strings in a node-based set that nothing is ever removed from: the pointers stay good.
#include <mutex>
#include <string>
#include <unordered_set>

class Interner {
public:
  const std::string& intern(const std::string& text) {
    std::lock_guard<std::mutex> lock(mutex_);
    return *strings_.insert(text).first;
  }
  const std::string* find(const std::string& text) {
    std::lock_guard<std::mutex> lock(mutex_);
    auto it = strings_.find(text);
    return it == strings_.end() ? nullptr : &*it;
  }

private:
  std::mutex mutex_;
  std::unordered_set<std::string> strings_;
};

unsigned long use(Interner& interner) { return interner.intern("a").size() + (interner.find("a") != nullptr); }
