// The lock is released before the second acquisition, in the function itself and in a callee.
#include <mutex>

class Worker {
public:
  void run() {
    mutex_.lock();
    release_and_flush();
    mutex_.unlock();
  }
  void step() {
    std::unique_lock<std::mutex> lock(mutex_);
    lock.unlock();
    flush();
    lock.lock();
  }

private:
  void release_and_flush() {
    mutex_.unlock();
    flush();
    mutex_.lock();
  }
  void flush() { std::lock_guard<std::mutex> guard(mutex_); }
  std::mutex mutex_;
};

void use(Worker& worker) {
  worker.run();
  worker.step();
}
