// Lock calls that are left by an exception: a lock that refuses by throwing, calls that share one landing pad, and
// locks that are taken while the stack is unwound. Comments as in locks.cpp.
#include <cstdio>
#include <mutex>
#include <pthread.h>
#include <stdexcept>

namespace {

std::mutex log_mutex;
pthread_mutex_t unplaced = PTHREAD_MUTEX_INITIALIZER;

/// Its lock throws every other time. It does more than lock, so it is no wrapper: the acquisitions are its own.
struct Refusing {
  std::mutex mutex;
  int attempts = 0;
  __attribute__((noinline)) void lock() {
    if (++attempts % 2)
      throw std::runtime_error("refused");
    mutex.lock(); // = 3
    mutex.unlock();
    mutex.lock(); // = 3
  }
  void unlock() { mutex.unlock(); }
};

struct Logger {
  ~Logger() {
    std::lock_guard<std::mutex> lock(log_mutex); // = 4
  }
};

/// Both locks unwind to the one landing pad that destroys the logger.
void lock_both(Refusing& first, Refusing& second) {
  Logger logger;
  std::lock_guard<Refusing> one(first);
  std::lock_guard<Refusing> other(second);
}

/// Has no debug location, so its site is its return address, unless another call left its own behind.
__attribute__((nodebug, noinline)) void lock_without_location() {
  pthread_mutex_lock(&unplaced);
  pthread_mutex_unlock(&unplaced);
}

} // namespace

int main() {
  Refusing first, second;
  int thrown = 0;
  for (int round = 0; round < 4; ++round) {
    try {
      lock_both(first, second); // first refuses, second refuses, first refuses, none does
    } catch (const std::runtime_error&) {
      lock_without_location();
      ++thrown;
    }
  }
  std::printf("%d thrown\n", thrown);
}
