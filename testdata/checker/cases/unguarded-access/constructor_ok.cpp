// Constructor and destructor own the object alone, in helpers too.
#include <mutex>
#include <vector>

class Pool {
public:
  Pool() { fill(); }
  ~Pool() { slots_.clear(); }
  void give(int slot) {
    std::lock_guard<std::mutex> lock(mutex_);
    slots_.push_back(slot);
  }
  int take() {
    std::lock_guard<std::mutex> lock(mutex_);
    int slot = slots_.back();
    slots_.pop_back();
    return slot;
  }

private:
  void fill() {
    for (int i = 0; i < 8; ++i)
      slots_.push_back(i);
  }

  std::mutex mutex_;
  std::vector<int> slots_;
};

int use(Pool& pool) {
  pool.give(1);
  return pool.take();
}
