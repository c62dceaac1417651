// Waiting on a condition variable gives the lock up and takes it back.
#include <condition_variable>
#include <mutex>

class Gate {
public:
  void open() {
    std::lock_guard<std::mutex> guard(mutex_);
    open_ = true;
    condition_.notify_all();
  }
  void pass() {
    std::unique_lock<std::mutex> lock(mutex_);
    condition_.wait(lock, [this] { return open_; });
  }

private:
  std::mutex mutex_;
  std::condition_variable condition_;
  bool open_ = false;
};

void use(Gate& gate) {
  gate.open();
  gate.pass();
}
