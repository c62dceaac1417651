// As rwlock_wrapper_bad.cpp: two members of one wrapper class, each beside another lock in one order, are not one lock.
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

// A pool with Acquire() and Release() is no lock: its mutex keeps its name.
class Places {
 public:
  int Acquire() {
    std::lock_guard<std::mutex> guard(mutex_);
    return --free_;
  }
  void Release() {
    std::lock_guard<std::mutex> guard(mutex_);
    ++free_;
  }

 private:
  std::mutex mutex_;
  int free_ = 4;
};

struct Table {
  RWMutex outer;
  RWMutex inner;
  std::mutex middle;
  Places places;

  void use() {
    outer.WriteLock();
    middle.lock();
    inner.ReadLock();
    places.Acquire();
    inner.ReadUnlock();
    middle.unlock();
    places.Release();
    outer.WriteUnlock();
  }
};

Table table;

int main() {
  std::thread one([] { table.use(); });
  table.use();
  one.join();
}
