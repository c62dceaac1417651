// A method that runs what it is given under the lock: the lambdas that capture the object hold it.
#include <mutex>

class Registry {
 public:
  void add(int count) {
    with_lock([this, count] { entries_ += count; });
  }
  void remove(int count) {
    with_lock([this, count] { entries_ -= count; });
  }
  int size() {
    std::lock_guard<std::mutex> hold(lock_);
    return entries_;
  }
  int peek() const {
    return entries_; // CHECK: paraudit-unguarded-access
  }

 private:
  template <class Function> void with_lock(Function run) {
    std::lock_guard<std::mutex> hold(lock_);
    run();
  }
  std::mutex lock_;
  int entries_ = 0;
};

int use(Registry& registry) {
  registry.add(1);
  registry.remove(1);
  return registry.size() + registry.peek();
}
