#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int live_passes;

void enter() {
  pthread_mutex_lock(&lock);
  ++live_passes;
  pthread_mutex_unlock(&lock);
}

void leave() {
  pthread_mutex_lock(&lock);
  --live_passes;
  pthread_mutex_unlock(&lock);
}

int passes() {
  return live_passes; // CHECK: paraudit-unguarded-access
}
