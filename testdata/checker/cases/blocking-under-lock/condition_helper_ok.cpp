// The wait is in a helper that gets the guard; pthread's is in another.
#include <condition_variable>
#include <mutex>
#include <pthread.h>

std::mutex mutex;
std::condition_variable changed;
int version;

static void wait_for_change(std::unique_lock<std::mutex>& lock, int seen) {
  while (version == seen)
    changed.wait(lock);
}

int next_version(int seen) {
  std::unique_lock<std::mutex> lock(mutex);
  wait_for_change(lock, seen);
  return version;
}

struct Monitor {
  pthread_mutex_t mutex;
  pthread_cond_t changed;
  int users;
};

void drain(Monitor* monitor) {
  pthread_mutex_lock(&monitor->mutex);
  while (monitor->users > 0)
    pthread_cond_wait(&monitor->changed, &monitor->mutex);
  pthread_mutex_unlock(&monitor->mutex);
}
