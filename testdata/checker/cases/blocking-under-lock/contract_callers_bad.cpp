// Which caller's lock it is that a function is called with: the one that others can wait for.
#include <cstdio>

class __attribute__((capability("mutex"))) Mutex {
 public:
  void lock() __attribute__((acquire_capability()));
  void unlock() __attribute__((release_capability()));
};

class Log {
 public:
  static Log* open();

  void rotate() {
    mutex_.lock();
    begin_file();
    mutex_.unlock();
  }

 private:
  void begin_file() __attribute__((requires_capability(mutex_))) {
    file_ = std::fopen("log", "w"); // CHECK: paraudit-blocking-under-lock (Log::mutex_)
  }
  void read_old() __attribute__((requires_capability(mutex_))) { file_ = std::fopen("log.old", "r"); }

  Mutex mutex_;
  std::FILE* file_ = nullptr;
};

Log* Log::open() {
  Log* log = new Log;
  log->mutex_.lock();
  log->read_old();
  log->begin_file();
  log->mutex_.unlock();
  return log;
}
