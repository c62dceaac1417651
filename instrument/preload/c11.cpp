// C11 threads: in glibc these are pthread's objects under other names, but its functions do not call through them.
// They are sent through our own interposers, with the results mapped as glibc does.
#include "instrument/preload/real.h"

#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <threads.h>

// In a section of their own: what they call is the program's call, and not our own (count_interruption in site.cpp).
#define PARAUDIT_C11 PARAUDIT_EXPORT __attribute__((section("paraudit_c11")))

static_assert(sizeof(mtx_t) == sizeof(pthread_mutex_t) && sizeof(cnd_t) == sizeof(pthread_cond_t));

namespace {

int mapped(int error) {
  switch (error) {
  case 0:
    return thrd_success;
  case ENOMEM:
    return thrd_nomem;
  case ETIMEDOUT:
    return thrd_timedout;
  case EBUSY:
    return thrd_busy;
  default:
    return thrd_error;
  }
}
pthread_mutex_t* as_mutex(mtx_t* mutex) {
  return reinterpret_cast<pthread_mutex_t*>(mutex);
}
pthread_cond_t* as_condition(cnd_t* condition) {
  return reinterpret_cast<pthread_cond_t*>(condition);
}

} // namespace

PARAUDIT_C11 int mtx_lock(mtx_t* mutex) {
  return mapped(pthread_mutex_lock(as_mutex(mutex)));
}
PARAUDIT_C11 int mtx_trylock(mtx_t* mutex) {
  return mapped(pthread_mutex_trylock(as_mutex(mutex)));
}
PARAUDIT_C11 int mtx_timedlock(mtx_t* mutex, const timespec* deadline) {
  return mapped(pthread_mutex_timedlock(as_mutex(mutex), deadline));
}
PARAUDIT_C11 int mtx_unlock(mtx_t* mutex) {
  return mapped(pthread_mutex_unlock(as_mutex(mutex)));
}
PARAUDIT_C11 void mtx_destroy(mtx_t* mutex) {
  pthread_mutex_destroy(as_mutex(mutex));
}
PARAUDIT_C11 int cnd_wait(cnd_t* condition, mtx_t* mutex) {
  return mapped(pthread_cond_wait(as_condition(condition), as_mutex(mutex)));
}
PARAUDIT_C11 int cnd_timedwait(cnd_t* condition, mtx_t* mutex, const timespec* deadline) {
  return mapped(pthread_cond_timedwait(as_condition(condition), as_mutex(mutex), deadline));
}
PARAUDIT_C11 int cnd_signal(cnd_t* condition) {
  return mapped(pthread_cond_signal(as_condition(condition)));
}
PARAUDIT_C11 int cnd_broadcast(cnd_t* condition) {
  return mapped(pthread_cond_broadcast(as_condition(condition)));
}
PARAUDIT_C11 void call_once(once_flag* flag, void (*function)(void)) {
  pthread_once(reinterpret_cast<pthread_once_t*>(flag), function);
}
// The function's int arrives in the low half of the pointer, where thrd_exit puts it too.
PARAUDIT_C11 int thrd_create(thrd_t* thread, thrd_start_t function, void* argument) {
  return mapped(
      pthread_create(thread, nullptr, reinterpret_cast<void* (*)(void*)>(reinterpret_cast<void*>(function)), argument));
}
PARAUDIT_C11 int thrd_join(thrd_t thread, int* value) {
  void* result = nullptr;
  int error = pthread_join(thread, &result);
  if (value != nullptr)
    *value = static_cast<int>(reinterpret_cast<intptr_t>(result));
  return mapped(error);
}
