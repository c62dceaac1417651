// A guard of the program's own over a wrapped pthread lock.
#include <pthread.h>
#include <unistd.h>

class Mutex {
public:
  void lock() { pthread_mutex_lock(&handle_); }
  void unlock() { pthread_mutex_unlock(&handle_); }

private:
  pthread_mutex_t handle_ = PTHREAD_MUTEX_INITIALIZER;
};

class Holder {
public:
  explicit Holder(Mutex& mutex) : mutex_(mutex) { mutex_.lock(); }
  ~Holder() { mutex_.unlock(); }

private:
  Mutex& mutex_;
};

Mutex journal_lock;

void append(int file, const char* record, unsigned long size) {
  Holder lock(journal_lock);
  if (::write(file, record, size) < 0) // CHECK: paraudit-blocking-under-lock
    return;
  ::fsync(file); // CHECK: paraudit-blocking-under-lock
}
