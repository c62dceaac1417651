// A pass manager calls passes under its lock; one of them reports to a sink whose lock is held round the manager.
#include <memory>
#include <mutex>
#include <vector>

class Sink {
 public:
  void report(int line) {
    std::lock_guard<std::mutex> guard(mutex_); // CHECK: paraudit-lock-order-inversion
    lines_.push_back(line);
  }
  void flush();

 private:
  std::mutex mutex_;
  std::vector<int> lines_;
};

Sink sink;

class Pass {
 public:
  virtual ~Pass() = default;
  virtual void run() = 0;
};

class Unused final : public Pass {
 public:
  void run() override { sink.report(__LINE__); }
};

class Manager {
 public:
  void add(std::unique_ptr<Pass> pass) {
    std::lock_guard<std::mutex> guard(lock_);
    passes_.push_back(std::move(pass));
  }
  void run_all() {
    std::lock_guard<std::mutex> guard(lock_);
    for (auto& pass : passes_)
      pass->run();
  }
  std::size_t size() {
    std::lock_guard<std::mutex> guard(lock_);
    return passes_.size();
  }

 private:
  std::mutex lock_;
  std::vector<std::unique_ptr<Pass>> passes_;
};

Manager manager;

void Sink::flush() {
  std::lock_guard<std::mutex> guard(mutex_);
  lines_.resize(manager.size());
}

void set_up() {
  manager.add(std::make_unique<Unused>());
}
