// Whether the result is tested or not, the lock is held where the call has succeeded.
#include <cstdio>
#include <pthread.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static void again() {
  pthread_mutex_lock(&mutex); // CHECK: paraudit-self-deadlock
  pthread_mutex_unlock(&mutex);
}

static int returned() {
  int code = pthread_mutex_lock(&mutex);
  if (code != 0)
    perror("lock");
  return code;
}

void ignored() {
  pthread_mutex_lock(&mutex);
  again();
  pthread_mutex_unlock(&mutex);
}

void tested() {
  if (pthread_mutex_lock(&mutex) != 0)
    return;
  pthread_mutex_lock(&mutex); // CHECK: paraudit-self-deadlock
  pthread_mutex_unlock(&mutex);
}

void wrapped() {
  returned();
  pthread_mutex_lock(&mutex); // CHECK: paraudit-self-deadlock
  pthread_mutex_unlock(&mutex);
}
