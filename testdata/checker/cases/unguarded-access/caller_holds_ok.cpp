// A private helper that every caller calls with the lock held: its contract is inferred.
#include <mutex>
#include <vector>

class Worklist {
public:
  void add(int node) {
    std::lock_guard<std::mutex> lock(mutex_);
    push(node);
  }
  void add_twice(int node) {
    std::unique_lock<std::mutex> lock(mutex_);
    push(node);
    push(node);
  }
  int take() {
    std::scoped_lock lock(mutex_);
    int last = nodes_.back();
    nodes_.pop_back();
    return last;
  }

private:
  void push(int node) { nodes_.push_back(node); }

  std::mutex mutex_;
  std::vector<int> nodes_;
};

int use(Worklist& list) {
  list.add(1);
  list.add_twice(2);
  return list.take();
}
