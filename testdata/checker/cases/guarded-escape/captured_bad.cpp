// The thread outlives the critical section that it was started in.
#include <mutex>
#include <thread>
#include <vector>

class Queue {
public:
  void add(int job) {
    std::lock_guard<std::mutex> lock(mutex_);
    jobs_.push_back(job);
  }
  void clear() {
    std::lock_guard<std::mutex> lock(mutex_);
    jobs_.clear();
  }
  void flush() {
    std::lock_guard<std::mutex> lock(mutex_);
    auto& jobs = jobs_;
    std::thread([&jobs] { jobs.clear(); }).detach(); // CHECK: paraudit-guarded-escape
  }

private:
  std::mutex mutex_;
  std::vector<int> jobs_;
};

void use(Queue& queue) {
  queue.add(1);
  queue.clear();
  queue.flush();
}
