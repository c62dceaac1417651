// Two producers wait until there is room; what they ask for again is what they then change, in another section.
#include <deque>
#include <mutex>
#include <thread>

namespace {

class Queue {
 public:
  void add(int item) {
    while (size() >= kMost) {
      std::this_thread::yield();
    }
    std::lock_guard<std::mutex> guard(mutex_);
    items_.push_back(item); // CHECK: paraudit-check-then-act
  }
  unsigned long size() {
    std::lock_guard<std::mutex> guard(mutex_);
    return items_.size();
  }

 private:
  static constexpr unsigned long kMost = 8;
  std::mutex mutex_;
  std::deque<int> items_;
};

} // namespace

int main() {
  Queue queue;
  std::thread a([&] { queue.add(1); }), b([&] { queue.add(2); });
  a.join();
  b.join();
}
