// What the task reads was set before it started, or the task has waited for it; or the flag is atomic or locked.
#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

class Ticker {
 public:
  void set_period(int period) { period_ = period; }
  void start() {
    thread_ = std::thread([this] {
      while (!stop_)
        ticks_ += period_;
    });
  }
  void stop() {
    stop_ = true;
    thread_.join();
    period_ = 0;
  }

 private:
  std::atomic<bool> stop_{false};
  int period_ = 1, ticks_ = 0;
  std::thread thread_;
};

void use() {
  Ticker ticker;
  ticker.set_period(2);
  ticker.start();
  ticker.stop();
}

size_t handshake() {
  std::mutex mutex;
  std::condition_variable changed;
  bool is_ready = false;
  std::string text;
  size_t length = 0;
  std::thread reader([&] {
    {
      std::unique_lock<std::mutex> lock(mutex);
      changed.wait(lock, [&] { return is_ready; });
    }
    length = text.size();
  });
  text = "prepared";
  {
    std::lock_guard<std::mutex> guard(mutex);
    is_ready = true;
  }
  changed.notify_one();
  reader.join();
  return length;
}

// The loop's own thread sets the flag that ends it.
class EventLoop {
 public:
  EventLoop() : thread_([this] { run(); }) {}
  ~EventLoop() {
    post([this] { quit_ = true; });
    thread_.join();
  }
  void post(std::function<void()> job) {
    {
      std::lock_guard<std::mutex> guard(mutex_);
      jobs_.push_back(std::move(job));
    }
    changed_.notify_one();
  }

 private:
  void run() {
    while (!quit_) {
      std::vector<std::function<void()>> batch;
      {
        std::unique_lock<std::mutex> lock(mutex_);
        changed_.wait(lock, [&] { return !jobs_.empty(); });
        batch.swap(jobs_);
      }
      for (auto& job : batch)
        job();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::function<void()>> jobs_;
  bool quit_ = false;
  std::thread thread_;
};
