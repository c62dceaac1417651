// Backing off with the lock held keeps everybody else off too.
#include <chrono>
#include <pthread.h>
#include <thread>

static pthread_mutex_t jobs_lock = PTHREAD_MUTEX_INITIALIZER;
static int tokens;

int take_token() {
  pthread_mutex_lock(&jobs_lock);
  while (tokens == 0)
    std::this_thread::sleep_for(std::chrono::milliseconds(1)); // CHECK: paraudit-blocking-under-lock
  --tokens;
  pthread_mutex_unlock(&jobs_lock);
  return 1;
}
