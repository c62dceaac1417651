// A lock that is taken only where the program has threads: a wrapper's switch, and a flag around lock and unlock.
#include <cstdlib>
#include <mutex>
#include <pthread.h>

class Mutex {
 public:
  void Lock() {
    if (is_safe_ && pthread_mutex_lock(&mutex_) != 0)
      std::abort();
  }
  void Unlock() {
    if (is_safe_ && pthread_mutex_unlock(&mutex_) != 0)
      std::abort();
  }

 private:
  pthread_mutex_t mutex_ = PTHREAD_MUTEX_INITIALIZER;
  bool is_safe_ = true;
};

class MutexLock {
 public:
  explicit MutexLock(Mutex* mutex) : mutex_(mutex) { mutex_->Lock(); }
  ~MutexLock() { mutex_->Unlock(); }

 private:
  Mutex* const mutex_;
};

static Mutex count_mutex;
static long count = 0;

void bump() {
  MutexLock lock(&count_mutex);
  ++count;
}

long bumped() {
  MutexLock lock(&count_mutex);
  return count;
}

bool has_threads = false; // NOLINT(paraudit-mutable-global): before the first thread
std::mutex total_mutex;
long total = 0;

void add(long value) {
  if (has_threads)
    total_mutex.lock();
  total += value;
  if (has_threads)
    total_mutex.unlock();
}

void start_threads() {
  has_threads = true;
}
