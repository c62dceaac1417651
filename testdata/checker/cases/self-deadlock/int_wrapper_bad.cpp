// A wrapper that passes on the error code of a lock that blocks: held where the code is zero.
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

// One means success here.
static int enter(pthread_mutex_t *mutex) {
  return pthread_mutex_lock(mutex) == 0;
}

static int enter_outer(pthread_mutex_t *mutex) {
  return enter(mutex);
}

static int add() {
  if (lock(&table_mutex) != 0)
    return -1;
  ++entries;
  pthread_mutex_unlock(&table_mutex);
  return 0;
}

int add_twice() {
  int code = lock(&table_mutex);
  if (code)
    return code;
  pthread_mutex_lock(&table_mutex); // CHECK: paraudit-self-deadlock
  pthread_mutex_unlock(&table_mutex);
  pthread_mutex_unlock(&table_mutex);
  return add();
}

int translated_code() {
  if (lock_or_minus_one(&table_mutex) == 0) {
    pthread_mutex_lock(&table_mutex); // CHECK: paraudit-self-deadlock
    pthread_mutex_unlock(&table_mutex);
    pthread_mutex_unlock(&table_mutex);
  }
  return add();
}

int by_truth() {
  if (!enter_outer(&table_mutex))
    return add();
  pthread_mutex_lock(&table_mutex); // CHECK: paraudit-self-deadlock
  pthread_mutex_unlock(&table_mutex);
  pthread_mutex_unlock(&table_mutex);
  return 0;
}

int not_tested() {
  lock(&table_mutex);
  pthread_mutex_lock(&table_mutex); // CHECK: paraudit-self-deadlock
  pthread_mutex_unlock(&table_mutex);
  pthread_mutex_unlock(&table_mutex);
  return 0;
}
