// CHECKS: paraudit-instance-order, paraudit-self-deadlock
// The member's lock is the very one that is held, so this is a certain self-deadlock, no order of two instances.
#include <mutex>
#include <thread>

struct Store {
  explicit Store(std::mutex& mutex) : mutex_(mutex) {}
  void write() {
    std::lock_guard<std::mutex> guard(mutex_); // CHECK: paraudit-self-deadlock
    ++writes_;
  }
  std::mutex& mutex_;
  int writes_ = 0;
};

struct Server {
  void handle() {
    std::lock_guard<std::mutex> guard(mutex_);
    store_.write();
  }
  std::mutex mutex_;
  Store store_{mutex_};
};

void run() {
  Server server;
  std::thread worker([&] { server.handle(); });
  worker.join();
}
