#include <pthread.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int owner;

void claim(int worker) {
  pthread_mutex_lock(&mutex);
  int current = owner;
  pthread_mutex_unlock(&mutex);
  if (current == 0) {
    pthread_mutex_lock(&mutex);
    owner = worker; // CHECK: paraudit-check-then-act
    pthread_mutex_unlock(&mutex);
  }
}
