#include <pthread.h>

static pthread_mutex_t list_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_rwlock_t table_lock = PTHREAD_RWLOCK_INITIALIZER;
static int entries;

void add() {
  pthread_mutex_lock(&list_lock);
  ++entries;
  pthread_mutex_unlock(&list_lock);
}

void drop() {
  pthread_mutex_lock(&list_lock);
  entries = 0;
  pthread_mutex_unlock(&list_lock);
}

int count() {
  pthread_rwlock_rdlock(&table_lock);
  int result = entries; // CHECK: paraudit-inconsistent-guard
  pthread_rwlock_unlock(&table_lock);
  return result;
}
