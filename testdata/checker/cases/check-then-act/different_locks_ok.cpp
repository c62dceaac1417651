// Two objects, each with its own lock.
#include <mutex>
#include <set>

class Set {
public:
  bool has(int id) {
    std::lock_guard<std::mutex> lock(mutex_);
    return ids_.count(id) != 0;
  }
  void add(int id) {
    std::lock_guard<std::mutex> lock(mutex_);
    ids_.insert(id);
  }

private:
  std::mutex mutex_;
  std::set<int> ids_;
};

void copy(Set& from, Set& to, int id) {
  if (from.has(id))
    to.add(id);
}
