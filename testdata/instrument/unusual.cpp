// Ways out of a lock operation that are easily forgotten: a cancelled wait, a throwing once routine, an error-checking
// mutex's refusal, a robust mutex whose owner died.
#include <cstdio>
#include <mutex>
#include <pthread.h>
#include <stdexcept>
#include <unistd.h>

namespace {

pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
pthread_cond_t condition = PTHREAD_COND_INITIALIZER;

void* wait_forever(void*) {
  pthread_mutex_lock(&mutex);
  pthread_cleanup_push([](void*) { pthread_mutex_unlock(&mutex); }, nullptr);
  for (;;)
    pthread_cond_wait(&condition, &mutex);
  pthread_cleanup_pop(0);
}

void cancel_a_wait() {
  pthread_t thread;
  pthread_create(&thread, nullptr, wait_forever, nullptr);
  usleep(30000);
  pthread_cancel(thread);
  void* value = nullptr;
  pthread_join(thread, &value);
  std::printf("%s, ", value == PTHREAD_CANCELED ? "cancelled" : "not cancelled");
}

void throw_from_once() {
  std::once_flag flag;
  try {
    std::call_once(flag, [] { throw std::runtime_error("once threw"); });
  } catch (const std::exception& error) {
    std::printf("%s, ", error.what());
  }
  std::call_once(flag, [] { std::printf("retried, "); });
}

void refuse_relocking() {
  pthread_mutexattr_t attributes;
  pthread_mutexattr_init(&attributes);
  pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_ERRORCHECK);
  pthread_mutex_t checked;
  pthread_mutex_init(&checked, &attributes);
  int first = pthread_mutex_lock(&checked);
  int again = pthread_mutex_lock(&checked);
  std::printf("error %d %d, ", first == 0, again);
  pthread_mutex_unlock(&checked);
  pthread_mutex_destroy(&checked);
}

void* die_holding(void* lock) {
  pthread_mutex_lock(static_cast<pthread_mutex_t*>(lock));
  return nullptr;
}

void inherit_a_robust_mutex() {
  pthread_mutexattr_t attributes;
  pthread_mutexattr_init(&attributes);
  pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
  pthread_mutex_t robust;
  pthread_mutex_init(&robust, &attributes);
  pthread_t thread;
  pthread_create(&thread, nullptr, die_holding, &robust);
  pthread_join(thread, nullptr);
  if (pthread_mutex_lock(&robust) == EOWNERDEAD && pthread_mutex_consistent(&robust) == 0)
    std::printf("robust\n");
  pthread_mutex_unlock(&robust);
  pthread_mutex_lock(&robust);
  pthread_mutex_unlock(&robust);
  pthread_mutex_destroy(&robust);
}

} // namespace

int main() {
  cancel_a_wait();
  throw_from_once();
  refuse_relocking();
  inherit_a_robust_mutex();
}
