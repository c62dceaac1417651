// CHECKS: paraudit-mutable-global
// A pool that wraps each job in a shared packaged_task and a lambda: what the jobs change runs on its threads.
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

int hits; // CHECK: paraudit-mutable-global (written in 'main()::lambda#1')

class Pool {
 public:
  Pool() {
    for (int i = 0; i < 2; ++i)
      threads_.emplace_back([this] { work(); });
  }
  ~Pool() {
    for (std::thread& thread : threads_)
      thread.join();
  }
  template <class Job> auto queue(Job&& job) -> std::future<decltype(job())> {
    auto task = std::make_shared<std::packaged_task<decltype(job())()>>(std::forward<Job>(job));
    auto result = task->get_future();
    std::lock_guard<std::mutex> guard(mutex_);
    jobs_.emplace_back([task] { (*task)(); });
    condition_.notify_one();
    return result;
  }

 private:
  void work() {
    for (;;) {
      std::function<void()> job;
      {
        std::unique_lock<std::mutex> guard(mutex_);
        condition_.wait(guard, [this] { return !jobs_.empty(); });
        job = std::move(jobs_.front());
        jobs_.pop_front();
      }
      if (!job)
        return;
      job();
    }
  }

  std::mutex mutex_;
  std::condition_variable condition_;
  std::deque<std::function<void()>> jobs_;
  std::vector<std::thread> threads_;
};

int main() {
  Pool pool;
  std::vector<std::future<void>> results;
  for (int i = 0; i < 9; ++i)
    results.push_back(pool.queue([] { ++hits; }));
  for (std::future<void>& result : results)
    result.get();
  return hits;
}
