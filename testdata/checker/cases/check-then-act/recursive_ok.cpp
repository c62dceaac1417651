// The caller holds the recursive lock over both.
#include <map>
#include <mutex>

class Names {
public:
  bool has(int id) {
    std::lock_guard<std::recursive_mutex> lock(mutex_);
    return names_.count(id) != 0;
  }
  void set(int id) {
    std::lock_guard<std::recursive_mutex> lock(mutex_);
    names_[id] = 1;
  }
  void ensure(int id) {
    std::lock_guard<std::recursive_mutex> lock(mutex_);
    if (!has(id))
      set(id);
  }

private:
  std::recursive_mutex mutex_;
  std::map<int, int> names_;
};

void use(Names& names) { names.ensure(1); }
