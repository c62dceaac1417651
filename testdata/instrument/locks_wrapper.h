// A mutex class with its methods out of line, and a guard over it, as LevelDB has them.
#ifndef LOCKS_WRAPPER_H
#define LOCKS_WRAPPER_H

#include <pthread.h>

namespace subject {

class Mutex {
 public:
  Mutex();
  ~Mutex();
  void Lock();
  void Unlock();

 private:
  pthread_mutex_t mu_;
};

class MutexLock {
 public:
  explicit MutexLock(Mutex* mutex) : mutex_(mutex) { mutex_->Lock(); }
  ~MutexLock() { mutex_->Unlock(); }

 private:
  Mutex* mutex_;
};

} // namespace subject
#endif
