// A hook of a derived class comes back into the base while its lock is held.
#include <mutex>

class Pass {
 public:
  virtual ~Pass() = default;
  void run() {
    std::lock_guard<std::mutex> guard(mutex_);
    ++runs_;
    on_run();
  }
  int runs() {
    std::lock_guard<std::mutex> guard(mutex_); // CHECK: paraudit-self-deadlock
    return runs_;
  }

 protected:
  virtual void on_run() = 0;

 private:
  std::mutex mutex_;
  int runs_ = 0;
};

class Counting : public Pass {
  void on_run() override { last_ = runs(); }
  int last_ = 0;
};

int main() {
  Counting pass;
  pass.run();
}
