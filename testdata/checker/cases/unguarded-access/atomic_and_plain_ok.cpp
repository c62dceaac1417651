// Atomics need no guard; a member that only the constructor sets needs none either.
#include <atomic>
#include <mutex>

class Worker {
public:
  explicit Worker(int id) : id_(id) {}
  void step() {
    std::lock_guard<std::mutex> lock(mutex_);
    ++steps_;
    ++total_;
    last_ = id_;
  }
  int steps() const { return steps_.load(); }
  int id() const { return id_; }
  int last() {
    std::lock_guard<std::mutex> lock(mutex_);
    return last_ + total_;
  }

private:
  std::mutex mutex_;
  std::atomic<int> steps_{0};
  int id_;
  int total_ = 0;
  int last_ = 0;
};

int use(Worker& worker) {
  worker.step();
  return worker.steps() + worker.id() + worker.last();
}
