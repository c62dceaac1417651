// The change comes after the signal, or the wait is for another object.
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

class Event {
 public:
  void set() {
    std::lock_guard<std::mutex> guard(mutex_);
    is_set_ = true;
    changed_.notify_all();
  }
  void wait() {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [this] { return is_set_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool is_set_ = false;
};

void load() {
  Event ready;
  std::string configuration;
  std::thread loader([&] {
    ready.set();
    configuration = "x"; // CHECK: paraudit-parallel-capture
  });
  ready.wait();
  configuration += "!";
  loader.join();
}

void load_two(Event& other) {
  Event ready;
  std::string configuration;
  std::thread loader([&] {
    configuration = "x"; // CHECK: paraudit-parallel-capture
    ready.set();
  });
  other.wait();
  configuration += "!";
  loader.join();
}
