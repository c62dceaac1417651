// The helper's access is the one that lacks the lock, whoever forgot it.
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
  void seed() { push(0); }
  int take() {
    std::scoped_lock lock(mutex_);
    int last = nodes_.back();
    nodes_.pop_back();
    return last;
  }

private:
  void push(int node) {
    nodes_.push_back(node); // CHECK: paraudit-unguarded-access
  }

  std::mutex mutex_;
  std::vector<int> nodes_;
};

int use(Worklist& list) {
  list.seed();
  list.add(1);
  list.add_twice(2);
  return list.take();
}
