// A job that a task has taken off a list or queue under a lock is the task's own.
#include <mutex>
#include <thread>
#include <vector>

struct Job {
  Job* next = nullptr;
  int result = 0;
};

class Jobs {
 public:
  void run() {
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
      threads.emplace_back([this] {
        while (Job* job = pop())
          ++job->result;
      });
    for (std::thread& thread : threads)
      thread.join();
  }
  void run_queue() {
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
      threads.emplace_back([this] {
        for (;;) {
          std::unique_lock<std::mutex> lock(mutex_);
          if (queue_.empty())
            return;
          Job* job = queue_.back();
          queue_.pop_back();
          lock.unlock();
          ++job->result;
        }
      });
    for (std::thread& thread : threads)
      thread.join();
  }

 private:
  Job* pop() {
    std::lock_guard<std::mutex> guard(mutex_);
    Job* job = head_;
    if (job != nullptr)
      head_ = job->next;
    return job;
  }

  std::mutex mutex_;
  Job* head_ = nullptr;
  std::vector<Job*> queue_;
};

void use() {
  Jobs jobs;
  jobs.run();
  jobs.run_queue();
}
