// A portable mutex that derives from the platform's, whose methods are called after what they implement.
#include <pthread.h>
#include <string>
#include <vector>

class MutexImpl {
 protected:
  MutexImpl() { pthread_mutex_init(&mutex_, nullptr); }
  ~MutexImpl() { pthread_mutex_destroy(&mutex_); }
  void lockImpl() { pthread_mutex_lock(&mutex_); }
  void unlockImpl() { pthread_mutex_unlock(&mutex_); }

 private:
  pthread_mutex_t mutex_;
};

class Mutex : private MutexImpl {
 public:
  void lock() { lockImpl(); }
  void unlock() { unlockImpl(); }
};

class ScopedLock {
 public:
  explicit ScopedLock(Mutex& mutex) : mutex_(mutex) { mutex_.lock(); }
  ~ScopedLock() { mutex_.unlock(); }

 private:
  Mutex& mutex_;
};

class Log {
 public:
  void add(const std::string& line) {
    ScopedLock lock(mutex_);
    lines_.push_back(line);
  }
  void clear() {
    ScopedLock lock(mutex_);
    lines_.clear();
  }
  bool has(const std::string& line) {
    ScopedLock lock(mutex_);
    return !lines_.empty() && lines_.back() == line;
  }
  int size() const { return static_cast<int>(lines_.size()); } // CHECK: paraudit-unguarded-access

 private:
  Mutex mutex_;
  std::vector<std::string> lines_;
};

Log compile_log;
Log link_log;
void use() {
  compile_log.add("a");
  link_log.clear();
  compile_log.has("a");
  link_log.size();
}
