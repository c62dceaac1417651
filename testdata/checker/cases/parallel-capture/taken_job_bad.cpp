// The jobs are looked at, not taken: several tasks get the same.
#include <mutex>
#include <thread>
#include <vector>

struct Job {
  int result = 0;
};

class Jobs {
 public:
  void add(Job* job) {
    std::lock_guard<std::mutex> guard(mutex_);
    queue_.push_back(job);
  }
  void run() {
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
      threads.emplace_back([this] {
        Job* job = last();
        ++job->result; // CHECK: paraudit-parallel-capture
      });
    for (std::thread& thread : threads)
      thread.join();
  }

 private:
  Job* last() {
    std::lock_guard<std::mutex> guard(mutex_);
    return queue_.back();
  }

  std::mutex mutex_;
  std::vector<Job*> queue_;
};

void use() {
  Job job;
  Jobs jobs;
  jobs.add(&job);
  jobs.run();
}
