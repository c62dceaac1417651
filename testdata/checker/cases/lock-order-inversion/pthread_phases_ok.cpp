// pthread_create and pthread_join, one kind of worker after the other.
#include <pthread.h>

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static int n;

static void* first(void*) {
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);
  ++n;
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
  return nullptr;
}

static void* second(void*) {
  pthread_mutex_lock(&b);
  pthread_mutex_lock(&a);
  --n;
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
  return nullptr;
}

int main() {
  pthread_t thread;
  pthread_create(&thread, nullptr, first, nullptr);
  pthread_join(thread, nullptr);
  pthread_create(&thread, nullptr, second, nullptr);
  pthread_join(thread, nullptr);
}
