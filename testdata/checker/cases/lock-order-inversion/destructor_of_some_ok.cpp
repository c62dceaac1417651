// A queue drops what it holds under its lock. What one of the classes locks in its destructor is no order of the queue's:
// whether the reference is the last one, and of which class the object is, nobody can tell there.
#include <memory>
#include <mutex>
#include <vector>

std::mutex channels_mutex;
int open_channels = 0;

class Job {
 public:
  virtual ~Job() = default;
  virtual void run() = 0;
};

class CompileJob : public Job {
 public:
  void run() override { ++units_; }

 private:
  int units_ = 0;
};

class ReportJob : public Job {
 public:
  ~ReportJob() override {
    std::lock_guard lock(channels_mutex);
    --open_channels;
  }
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
