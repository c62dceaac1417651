// A lock call that reports an error has not taken the lock.
#include <cstdlib>
#include <pthread.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int count;

static void fail(int code) {
  pthread_mutex_lock(&mutex);
  ++count;
  pthread_mutex_unlock(&mutex);
  exit(code);
}

static void direct(pthread_mutex_t* lock) {
  if (pthread_mutex_lock(lock))
    fail(1);
}

static void compared(pthread_mutex_t* lock) {
  if (pthread_mutex_lock(lock) != 0)
    fail(1);
}

static void stored(pthread_mutex_t* lock) {
  int code = pthread_mutex_lock(lock);
  if (code != 0)
    fail(code);
}

static void assigned(pthread_mutex_t* lock) {
  int code = 0;
  if ((code = pthread_mutex_lock(lock)) != 0)
    fail(code);
  code = pthread_mutex_unlock(lock);
  if (code)
    fail(code);
  code = pthread_mutex_lock(lock);
  if (code)
    fail(code);
}

static bool succeeds(pthread_mutex_t* lock) {
  if (0 == pthread_mutex_lock(lock))
    return true;
  fail(2);
  return false;
}

void use() {
  direct(&mutex);
  pthread_mutex_unlock(&mutex);
  compared(&mutex);
  pthread_mutex_unlock(&mutex);
  stored(&mutex);
  pthread_mutex_unlock(&mutex);
  assigned(&mutex);
  pthread_mutex_unlock(&mutex);
  succeeds(&mutex);
  pthread_mutex_unlock(&mutex);
}
