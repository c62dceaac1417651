// What looks at the outcome locks if it is bad, all of it: its caller must not hold the lock.
#include <mutex>
#include <string>

class Log {
public:
  bool flush() {
    std::lock_guard<std::mutex> guard(mutex_);
    const bool is_written = write();
    check(is_written);
    return is_written;
  }

private:
  void check(bool is_written) {
    if (!is_written) {
      mutex_.lock(); // CHECK: paraudit-self-deadlock
      ++errors_;
      mutex_.unlock();
    }
  }
  bool write();

  std::mutex mutex_;
  std::string text_;
  int errors_ = 0;
};

bool use(Log& log) {
  return log.flush();
}
