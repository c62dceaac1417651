// The queue gives jobs out as results, as they are or in a std::optional.
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

class Queue {
 public:
  void push(std::function<void()> job) {
    std::lock_guard<std::mutex> guard(mutex_);
    jobs_.push_back(std::move(job));
    changed_.notify_one();
  }
  std::function<void()> pop() {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [&] { return !jobs_.empty() || is_closed_; });
    if (jobs_.empty())
      return {};
    auto job = std::move(jobs_.front());
    jobs_.pop_front();
    return job;
  }
  std::optional<std::function<void()>> try_pop() {
    std::lock_guard<std::mutex> guard(mutex_);
    if (jobs_.empty())
      return std::nullopt;
    std::function<void()> job = std::move(jobs_.front());
    jobs_.pop_front();
    return job;
  }
  void close() {
    std::lock_guard<std::mutex> guard(mutex_);
    is_closed_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> jobs_;
  bool is_closed_ = false;
};

class Pool {
 public:
  Pool() {
    for (int i = 0; i < 4; ++i)
      threads_.emplace_back([this] {
        while (auto job = queue_.pop())
          job();
      });
  }
  ~Pool() {
    queue_.close();
    for (std::thread& thread : threads_)
      thread.join();
  }
  void submit(std::function<void()> job) { queue_.push(std::move(job)); }

 private:
  Queue queue_;
  std::vector<std::thread> threads_;
};

class PollingPool {
 public:
  PollingPool() {
    for (int i = 0; i < 4; ++i)
      threads_.emplace_back([this] { loop(); });
  }
  ~PollingPool() {
    for (std::thread& thread : threads_)
      thread.join();
  }
  void submit(std::function<void()> job) { queue_.push(std::move(job)); }

 private:
  void loop() {
    while (auto job = queue_.try_pop())
      (*job)();
  }

  Queue queue_;
  std::vector<std::thread> threads_;
};

int run() {
  int count = 0, polled = 0;
  std::vector<int> results(10);
  Pool pool;
  PollingPool polling;
  for (int i = 0; i < 10; ++i) {
    pool.submit([&, i] {
      results[i] = i;
      ++count; // CHECK: paraudit-parallel-capture
    });
    polling.submit([&] {
      ++polled; // CHECK: paraudit-parallel-capture
    });
  }
  return count + polled;
}
