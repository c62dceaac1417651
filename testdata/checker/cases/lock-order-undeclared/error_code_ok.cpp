// The second lock is taken only where the first was not had.
#include <pthread.h>

static pthread_mutex_t table = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t log_lock = PTHREAD_MUTEX_INITIALIZER;
static int enter() {
  return pthread_mutex_trylock(&table);
}

void fill() {
  if (enter()) {
    pthread_mutex_lock(&log_lock);
    pthread_mutex_unlock(&log_lock);
    return;
  }
  pthread_mutex_unlock(&table);
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
