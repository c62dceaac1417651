// The signal is given and waited for by methods of the program's own classes.
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

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

class WaitGroup {
 public:
  void add(int count) {
    std::lock_guard<std::mutex> guard(mutex_);
    count_ += count;
  }
  void done() {
    std::lock_guard<std::mutex> guard(mutex_);
    if (--count_ == 0)
      changed_.notify_all();
  }
  void wait() {
    std::unique_lock<std::mutex> lock(mutex_);
    while (count_ != 0)
      changed_.wait(lock);
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int count_ = 0;
};

void load() {
  Event ready;
  std::string configuration;
  std::thread loader([&] {
    configuration = "x";
    ready.set();
  });
  ready.wait();
  configuration += "!";
  loader.join();
}

int sum() {
  WaitGroup group;
  int last = 0;
  group.add(1);
  std::thread([&] {
    last = 7;
    group.done();
  }).detach();
  group.wait();
  return ++last;
}
