// A pthread spin lock under a reader-writer lock.
#include <pthread.h>

static pthread_rwlock_t tables = PTHREAD_RWLOCK_INITIALIZER;
static pthread_spinlock_t counters;
static int hits;

int find(int key) {
  pthread_rwlock_rdlock(&tables);
  pthread_spin_lock(&counters); // CHECK: paraudit-lock-order-undeclared
  ++hits;
  pthread_spin_unlock(&counters);
  pthread_rwlock_unlock(&tables);
  return key;
}
