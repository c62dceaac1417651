// State that a lock guards which is a pointer to an interface of the platform's locks.
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

class Archive {
 public:
  void open() {
    Hold_lock hold(lock_);
    ++opened_;
  }
  void close() {
    Hold_lock hold(lock_);
    --opened_;
  }
  bool is_open() {
    Hold_lock hold(lock_);
    return opened_ > 0;
  }
  int count() const { return opened_; } // CHECK: paraudit-unguarded-access

 private:
  Lock lock_;
  int opened_ = 0;
};

Archive archive;
void use() {
  archive.open();
  archive.close();
  archive.is_open();
  archive.count();
}
