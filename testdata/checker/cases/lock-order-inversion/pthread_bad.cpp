#include <pthread.h>

static pthread_mutex_t table = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t log_file = PTHREAD_MUTEX_INITIALIZER;

void insert() {
  pthread_mutex_lock(&table);
  pthread_mutex_lock(&log_file);
  pthread_mutex_unlock(&log_file);
  pthread_mutex_unlock(&table);
}

void rotate() {
  pthread_mutex_lock(&log_file);
  pthread_mutex_lock(&table); // CHECK: paraudit-lock-order-inversion
  pthread_mutex_unlock(&table);
  pthread_mutex_unlock(&log_file);
}
