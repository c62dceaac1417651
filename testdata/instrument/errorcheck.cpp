// A mutex that refuses its owner: no deadlock.
#include <cerrno>
#include <cstdio>
#include <ctime>
#include <pthread.h>

int main() {
  pthread_mutexattr_t attributes;
  pthread_mutexattr_init(&attributes);
  pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_ERRORCHECK);
  pthread_mutex_t mutex;
  pthread_mutex_init(&mutex, &attributes);
  timespec soon{};
  clock_gettime(CLOCK_REALTIME, &soon);
  std::printf("%d ", pthread_mutex_lock(&mutex));
  std::printf("%d ", pthread_mutex_lock(&mutex) == EDEADLK);
  std::printf("%d ", pthread_mutex_timedlock(&mutex, &soon) == EDEADLK);
  std::printf("%d ", pthread_mutex_unlock(&mutex));
  std::printf("%d\n", pthread_mutex_unlock(&mutex) == EPERM);
}
