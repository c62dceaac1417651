// Wrong: one method joins the thread, another reads the result, called one after the other.
#include <thread>

class Worker {
 public:
  void start() {
    thread_ = std::thread([this] { run(); });
  }
  void join() { thread_.join(); }
  int result() const { return result_; }

 private:
  void run() {
    ++result_; // CHECK: paraudit-parallel-capture
  }

  int result_ = 0;
  std::thread thread_;
};

int use() {
  Worker worker;
  worker.start();
  worker.join();
  return worker.result();
}
