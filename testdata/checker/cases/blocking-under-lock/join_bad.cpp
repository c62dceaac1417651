// A codegen pool joins its workers while it holds the lock that they need to finish.
#include <mutex>
#include <thread>
#include <vector>

class CodegenPool {
public:
  void stop() {
    std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
    for (std::thread& worker : workers_)
      worker.join(); // CHECK: paraudit-blocking-under-lock
  }

private:
  std::mutex mutex_;
  bool stopping_ = false;
  std::vector<std::thread> workers_;
};

CodegenPool pool;
void shutdown() { pool.stop(); }
