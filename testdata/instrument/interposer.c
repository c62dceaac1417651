// Somebody else's preloaded library, which counts the calls of pthread_mutex_lock.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>

static long calls;

int pthread_mutex_lock(pthread_mutex_t* mutex) {
  static int (*real)(pthread_mutex_t*);
  if (!real)
    real = (int (*)(pthread_mutex_t*))dlsym(RTLD_NEXT, "pthread_mutex_lock");
  __atomic_fetch_add(&calls, 1, __ATOMIC_RELAXED);
  return real(mutex);
}

__attribute__((destructor)) static void tell(void) {
  fprintf(stderr, "interposer: %ld calls\n", calls);
}
