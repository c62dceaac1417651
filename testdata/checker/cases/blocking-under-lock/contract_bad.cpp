// The caller holds the lock, as the attribute says.
#include <cstdio>

class __attribute__((capability("mutex"))) Mutex {
public:
  void Lock() __attribute__((acquire_capability()));
  void Unlock() __attribute__((release_capability()));
};

class Log {
public:
  void sync_locked() __attribute__((requires_capability(mutex_))) {
    std::fflush(file_); // CHECK: paraudit-blocking-under-lock
  }

private:
  Mutex mutex_;
  std::FILE* file_ = nullptr;
};

Log log;
