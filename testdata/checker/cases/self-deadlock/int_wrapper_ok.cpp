// Where the wrapper says that the lock was not taken, it may be asked for again.
#include <cerrno>
#include <pthread.h>

static pthread_mutex_t table_mutex = PTHREAD_MUTEX_INITIALIZER;
static int entries;

static int lock(pthread_mutex_t *mutex) {
  return pthread_mutex_lock(mutex);
}

static int lock_or_minus_one(pthread_mutex_t *mutex) {
  if (pthread_mutex_lock(mutex) != 0)
    return -1;
  return 0;
}

static bool enter(pthread_mutex_t *mutex) {
  return pthread_mutex_lock(mutex) == 0;
}

static int try_enter(pthread_mutex_t *mutex) {
  if (pthread_mutex_trylock(mutex) == 0)
    return 1;
  return 0;
}

static void repair(pthread_mutex_t *mutex) {
  pthread_mutex_consistent(mutex);
}

int retries() {
  if (lock(&table_mutex) == EOWNERDEAD)
    repair(&table_mutex);
  else
    ++entries;
  pthread_mutex_unlock(&table_mutex);
  return 0;
}

int again_where_it_failed() {
  if (lock(&table_mutex) != 0) {
    repair(&table_mutex);
    pthread_mutex_lock(&table_mutex);
  }
  ++entries;
  pthread_mutex_unlock(&table_mutex);
  return 0;
}

int again_after_minus_one() {
  if (lock_or_minus_one(&table_mutex)) {
    pthread_mutex_lock(&table_mutex);
    pthread_mutex_unlock(&table_mutex);
    return -1;
  }
  pthread_mutex_unlock(&table_mutex);
  return 0;
}

void again_after_false() {
  if (!enter(&table_mutex))
    pthread_mutex_lock(&table_mutex);
  ++entries;
  pthread_mutex_unlock(&table_mutex);
}

void blocks_where_it_was_busy() {
  if (!try_enter(&table_mutex))
    pthread_mutex_lock(&table_mutex);
  ++entries;
  pthread_mutex_unlock(&table_mutex);
}
