// A linker's own lock, behind an interface: two locks of it are two, although one class wraps them.
#include <pthread.h>

class Lock_impl {
 public:
  Lock_impl() = default;
  virtual ~Lock_impl() = default;
  virtual void acquire() = 0;
  virtual void release() = 0;
};

class Lock_impl_single : public Lock_impl {
 public:
  void acquire() override { acquired_ = true; }
  void release() override { acquired_ = false; }

 private:
  bool acquired_ = false;
};

class Lock_impl_threads : public Lock_impl {
 public:
  Lock_impl_threads() { pthread_mutex_init(&mutex_, nullptr); }
  void acquire() override { pthread_mutex_lock(&mutex_); }
  void release() override { pthread_mutex_unlock(&mutex_); }

 private:
  pthread_mutex_t mutex_;
};

bool runs_on_threads = false;

class Lock {
 public:
  Lock() {
    if (runs_on_threads)
      lock_ = new Lock_impl_threads;
    else
      lock_ = new Lock_impl_single;
  }
  ~Lock() { delete lock_; }
  void acquire() { lock_->acquire(); }
  void release() { lock_->release(); }

 private:
  Lock_impl* lock_;
};

class Hold_lock {
 public:
  explicit Hold_lock(Lock& lock) : lock_(lock) { lock_.acquire(); }
  ~Hold_lock() { lock_.release(); }

 private:
  Lock& lock_;
};

// One lock of each of two objects, in one order, is no order of the class with itself.
class Token {
 public:
  void take() {
    Hold_lock hold(lock_);
    ++taken_;
  }

 private:
  Lock lock_;
  int taken_ = 0;
};

class Workqueue {
 public:
  void add(Token& token) {
    Hold_lock hold(lock_);
    ++tasks_;
    token.take();
  }

 private:
  Lock lock_;
  int tasks_ = 0;
};

Workqueue workqueue;
Token first;
Token second;
void run() {
  workqueue.add(first);
  workqueue.add(second);
}
