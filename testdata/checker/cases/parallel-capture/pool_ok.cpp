// Tasks of a queue that touch what is theirs, that are waited for before somebody else looks, or that one thread runs.
#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <queue>
#include <thread>
#include <vector>

class Pool {
public:
  explicit Pool(int count) {
    for (int i = 0; i < count; ++i)
      workers_.emplace_back([this] { work(); });
  }
  ~Pool() {
    {
      std::lock_guard guard(lock_);
      stop_ = true;
    }
    ready_.notify_all();
    for (std::thread& worker : workers_)
      worker.join();
  }
  void submit(std::function<void()> job) {
    {
      std::lock_guard guard(lock_);
      queue_.push_back(std::move(job));
    }
    ready_.notify_one();
  }
  template <class F> auto async(F&& f) -> std::future<decltype(f())> {
    auto task = std::make_shared<std::packaged_task<decltype(f())()>>(std::forward<F>(f));
    auto result = task->get_future();
    submit([task] { (*task)(); });
    return result;
  }
  void wait() {
    std::unique_lock guard(lock_);
    idle_.wait(guard, [this] { return queue_.empty() && busy_ == 0; });
  }

private:
  void work() {
    for (;;) {
      std::function<void()> job;
      {
        std::unique_lock guard(lock_);
        ready_.wait(guard, [this] { return stop_ || !queue_.empty(); });
        if (queue_.empty())
          return;
        job = std::move(queue_.front());
        queue_.pop_front();
        ++busy_;
      }
      job();
      std::lock_guard guard(lock_);
      --busy_;
      idle_.notify_all();
    }
  }
  std::mutex lock_;
  std::condition_variable ready_, idle_;
  std::deque<std::function<void()>> queue_;
  int busy_ = 0;
  bool stop_ = false;
  std::vector<std::thread> workers_;
};

// One thread runs all that it is given, in order.
class Writer {
public:
  Writer() : thread_([this] { run(); }) {}
  ~Writer() {
    post(nullptr);
    thread_.join();
  }
  void post(std::function<void()> job) {
    std::lock_guard guard(lock_);
    queue_.push(std::move(job));
    ready_.notify_one();
  }

private:
  void run() {
    for (;;) {
      std::unique_lock guard(lock_);
      ready_.wait(guard, [this] { return !queue_.empty(); });
      std::function<void()> job = std::move(queue_.front());
      queue_.pop();
      guard.unlock();
      if (!job)
        return;
      job();
    }
  }
  std::mutex lock_;
  std::condition_variable ready_;
  std::queue<std::function<void()>> queue_;
  std::thread thread_;
};

int own_elements(const std::vector<int>& values) {
  std::vector<int> out(values.size());
  int first = 0, second = 0;
  Pool pool(4);
  for (std::size_t i = 0; i < values.size(); ++i)
    pool.submit([&out, &values, i] { out[i] = values[i]; });
  pool.wait();
  pool.submit([&] { first = 1; });
  pool.submit([&] { second = 1; });
  pool.wait();
  return first + second + out[0];
}

int waited_for(Pool& pool) {
  int sum = 0;
  pool.async([&] { ++sum; }).get();
  pool.submit([&] { ++sum; });
  pool.wait();
  ++sum;
  for (int i = 0; i < 4; ++i) {
    pool.submit([&] { ++sum; });
    pool.wait();
  }
  return sum;
}

int counted_down(Pool& pool) {
  int sum = 0;
  std::atomic<int> left{1};
  pool.submit([&] {
    sum = 3;
    --left;
  });
  while (left.load() != 0)
    std::this_thread::yield();
  return sum;
}

int destroyed() {
  int sum = 0;
  {
    Pool pool(4);
    pool.submit([&] { sum = 1; });
  }
  return sum;
}

int one_thread() {
  int lines = 0;
  {
    Writer writer;
    for (int i = 0; i < 10; ++i)
      writer.post([&] { ++lines; });
    writer.post([&] { ++lines; });
  }
  return lines;
}
