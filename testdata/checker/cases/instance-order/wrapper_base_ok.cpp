// As unguarded-access/wrapper_base_bad: two objects of the portable mutex are two locks, of one order.
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
  void add(int line) {
    ScopedLock lock(mutex_);
    last_ = line;
  }

 private:
  Mutex mutex_;
  int last_ = 0;
};

class Compiler {
 public:
  void compile(Log& log) {
    ScopedLock lock(mutex_);
    log.add(++compiled_);
  }

 private:
  Mutex mutex_;
  int compiled_ = 0;
};

Log compile_log;
Compiler compiler;
void use() {
  compiler.compile(compile_log);
}
