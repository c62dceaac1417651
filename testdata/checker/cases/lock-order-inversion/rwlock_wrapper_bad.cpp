// Locks of two wrapper classes with methods named after their modes, one of them derived from: each member is a lock of
// its own.
#include <mutex>
#include <pthread.h>
#include <thread>

class RWMutex {
 public:
  void ReadLock() { pthread_rwlock_rdlock(&mu_); }
  void WriteLock() { pthread_rwlock_wrlock(&mu_); }
  void ReadUnlock() { pthread_rwlock_unlock(&mu_); }
  void WriteUnlock() { pthread_rwlock_unlock(&mu_); }

 private:
  pthread_rwlock_t mu_ = PTHREAD_RWLOCK_INITIALIZER;
};

class WriteLock {
 public:
  explicit WriteLock(RWMutex* mutex) : mutex_(mutex) { mutex_->WriteLock(); }
  ~WriteLock() { mutex_->WriteUnlock(); }

 private:
  RWMutex* mutex_;
};

class Instrumented {
 public:
  void Lock() { mutex_.lock(); }
  void Unlock() { mutex_.unlock(); }

 private:
  std::mutex mutex_;
  long stats_ = 0;
};

struct alignas(64) Aligned : Instrumented {
  char padding[8];
};

struct Database {
  RWMutex cache;
  Aligned mutex;
  int value = 0;

  void read_through() {
    WriteLock lock(&cache);
    mutex.Lock(); // CHECK: paraudit-lock-order-inversion
    ++value;
    mutex.Unlock();
  }
  void write_back() {
    mutex.Lock();
    WriteLock lock(&cache);
    ++value;
    mutex.Unlock();
  }
};

Database database;

int main() {
  std::thread one([] { database.read_through(); });
  database.write_back();
  one.join();
}
