// The error code is used again after the lock's call was judged by it.
#include <cstdio>
#include <cstdlib>
#include <pthread.h>

static pthread_mutex_t stop_mutex = PTHREAD_MUTEX_INITIALIZER;
static bool stopped;

static void stop() {
  pthread_mutex_lock(&stop_mutex);
  stopped = true;
  pthread_mutex_unlock(&stop_mutex);
}

bool is_stopped() {
  int status = pthread_mutex_lock(&stop_mutex);
  if (status != 0) {
    std::fprintf(stderr, "cannot lock\n");
    stop();
    std::exit(1);
  }
  bool result = stopped;
  status = pthread_mutex_unlock(&stop_mutex);
  if (status != 0)
    std::exit(1);
  return result;
}
