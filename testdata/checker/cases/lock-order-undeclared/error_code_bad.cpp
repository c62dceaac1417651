// Wrappers that pass pthread's error code on.
#include <pthread.h>

class Mutex {
 public:
  int lock() { return pthread_mutex_lock(&handle_); }
  int try_lock() { return pthread_mutex_trylock(&handle_); }
  int unlock() { return pthread_mutex_unlock(&handle_); }

 private:
  pthread_mutex_t handle_ = PTHREAD_MUTEX_INITIALIZER;
};

static pthread_mutex_t table = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t log_lock = PTHREAD_MUTEX_INITIALIZER;
static int enter() {
  return pthread_mutex_trylock(&table);
}

void fill() {
  if (enter() == 0) {
    pthread_mutex_lock(&log_lock); // CHECK: paraudit-lock-order-undeclared
    pthread_mutex_unlock(&log_lock);
    pthread_mutex_unlock(&table);
  }
}

void skip() {
  int rc = enter();
  if (rc != 0) {
    pthread_mutex_lock(&log_lock);
    pthread_mutex_unlock(&log_lock);
    return;
  }
  pthread_mutex_unlock(&table);
}
