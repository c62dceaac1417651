// A portable mutex whose platform's part is made recursive by its constructor, inside a template that names it as its
// namespace does.
#include <pthread.h>

namespace base {

class MutexImpl {
 protected:
  MutexImpl() {
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
    pthread_mutex_init(&mutex_, &attributes);
  }
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

template <class T> class Buffer {
 public:
  T read() {
    ScopedLock lock(mutex_);
    return peek();
  }
  T peek() {
    ScopedLock lock(mutex_);
    return value_;
  }

 private:
  mutable Mutex mutex_;
  T value_{};
};

} // namespace base

base::Buffer<int> buffer;
int use() {
  return buffer.read();
}
