// A thread pool of the program's own: what several tasks of its queue captured by reference.
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
  ~Pool();

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
  template <class F> void for_each(int count, F&& f) {
    for (int i = 0; i < count; ++i)
      submit([&f, i] { f(i); });
    wait();
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
        ready_.wait(guard, [this] { return !queue_.empty(); });
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
  std::vector<std::thread> workers_;
};

// Its workers take from it by a method that fills what they give.
class Queue {
public:
  void push(std::packaged_task<void()> task) {
    std::lock_guard guard(lock_);
    tasks_.push(std::move(task));
  }
  bool pop(std::packaged_task<void()>& task) {
    std::lock_guard guard(lock_);
    if (tasks_.empty())
      return false;
    task = std::move(tasks_.front());
    tasks_.pop();
    return true;
  }

private:
  std::mutex lock_;
  std::queue<std::packaged_task<void()>> tasks_;
};

void run(Queue& queue, int count) {
  std::vector<std::thread> threads;
  for (int i = 0; i < count; ++i)
    threads.emplace_back([&] {
      std::packaged_task<void()> task;
      while (queue.pop(task))
        task();
    });
  for (std::thread& thread : threads)
    thread.join();
}

int count_all(const std::vector<int>& values) {
  int sum = 0, twice = 0, each = 0;
  Pool pool(4);
  for (std::size_t i = 0; i < values.size(); ++i)
    pool.submit([&sum, &values, i] {
      sum += values[i]; // CHECK: paraudit-parallel-capture (every task of 'Pool::submit')
    });
  pool.wait();
  pool.submit([&] { ++twice; }); // CHECK: paraudit-parallel-capture
  pool.submit([&] { ++twice; }); // CHECK: paraudit-parallel-capture
  pool.wait();
  pool.for_each(10, [&](int i) {
    each += i; // CHECK: paraudit-parallel-capture
  });
  return sum + twice + each;
}

int by_futures(Pool& pool, const std::vector<int>& values) {
  int sum = 0;
  std::vector<std::future<void>> parts;
  for (int value : values)
    parts.push_back(pool.async([&sum, value] {
      sum += value; // CHECK: paraudit-parallel-capture
    }));
  for (std::future<void>& part : parts)
    part.get();
  return sum;
}

int beside(Pool& pool) {
  int sum = 0;
  pool.submit([&] {
    ++sum; // CHECK: paraudit-parallel-capture
  });
  ++sum;
  pool.wait();
  return sum;
}

int by_queue() {
  int sum = 0;
  Queue queue;
  for (int i = 0; i < 10; ++i)
    queue.push(std::packaged_task<void()>([&] {
      ++sum; // CHECK: paraudit-parallel-capture
    }));
  run(queue, 4);
  return sum;
}

struct Module {
  std::vector<int> errors;
  void check_all(Pool& pool) {
    for (int i = 0; i < 4; ++i)
      pool.submit([this, i] {
        errors.push_back(i); // CHECK: paraudit-parallel-capture
      });
    pool.wait();
  }
};

void check(Pool& pool, Module& module) { module.check_all(pool); }
