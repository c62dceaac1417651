// A queue drops what it holds under its lock, and the destructor that all its jobs have locks.
#include <memory>
#include <mutex>
#include <vector>

std::mutex channels_mutex;
int open_channels = 0;

class Job {
 public:
  virtual ~Job() {
    std::lock_guard lock(channels_mutex); // CHECK: paraudit-lock-order-inversion
    --open_channels;
  }
  virtual void run() = 0;
};

class CompileJob : public Job {
 public:
  ~CompileJob() override { units_ = 0; }
  void run() override { ++units_; }

 private:
  int units_ = 0;
};

class ReportJob : public Job {
 public:
  ~ReportJob() override { reports_ = 0; }
  void run() override { ++reports_; }

 private:
  int reports_ = 0;
};

class Queue {
 public:
  void add(std::unique_ptr<Job> job) {
    std::lock_guard lock(mutex_);
    jobs_.push_back(std::move(job));
  }
  void drop(Job* job) {
    std::lock_guard lock(mutex_);
    delete job;
  }
  void count_channels() {
    std::lock_guard lock(channels_mutex);
    std::lock_guard queue(mutex_);
    open_channels += static_cast<int>(jobs_.size());
  }

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<Job>> jobs_;
};

Queue queue;
void fill() {
  queue.add(std::make_unique<CompileJob>());
  queue.add(std::make_unique<ReportJob>());
}
