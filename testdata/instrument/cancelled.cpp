// Threads that are cancelled inside an interposed function, each way named in the output, with how many destructors
// ran. Forced unwinding must pass through what is a cancellation point, and what is none must not act upon a
// cancellation.
#include <cerrno>
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <pthread.h>
#include <semaphore.h>
#include <unistd.h>

namespace {

pthread_mutex_t held = PTHREAD_MUTEX_INITIALIZER; // main's, while others wait for it
pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
pthread_rwlock_t written = PTHREAD_RWLOCK_INITIALIZER;
pthread_spinlock_t spinning;
pthread_barrier_t barrier;
pthread_once_t once_flag = PTHREAD_ONCE_INIT, busy_flag = PTHREAD_ONCE_INIT;
sem_t semaphore, never;
pthread_t endless;
int destroyed;

struct Counted {
  ~Counted() { ++destroyed; }
};

timespec in_an_hour() {
  timespec time{};
  clock_gettime(CLOCK_REALTIME, &time);
  time.tv_sec += 3600;
  return time;
}

void wait_for_condition() {
  pthread_mutex_lock(&mutex);
  pthread_cleanup_push([](void*) { pthread_mutex_unlock(&mutex); }, nullptr);
  Counted local;
  for (;;)
    pthread_cond_wait(&condition, &mutex);
  pthread_cleanup_pop(0);
}

void wait_for_condition_timed() {
  pthread_mutex_lock(&mutex);
  pthread_cleanup_push([](void*) { pthread_mutex_unlock(&mutex); }, nullptr);
  Counted local;
  timespec deadline = in_an_hour();
  while (pthread_cond_timedwait(&condition, &mutex, &deadline) == 0) {
  }
  pthread_cleanup_pop(0);
}

void wait_for_condition_any() {
  static std::condition_variable_any any;
  static std::mutex own;
  std::unique_lock<std::mutex> lock(own);
  Counted local;
  for (;;)
    any.wait(lock);
}

void wait_for_semaphore() {
  Counted local;
  sem_wait(&semaphore);
}

void wait_for_semaphore_timed() {
  Counted local;
  timespec deadline = in_an_hour();
  sem_timedwait(&semaphore, &deadline);
}

void wait_for_thread() {
  Counted local;
  pthread_join(endless, nullptr);
}

void cancelled_in_routine() {
  Counted local;
  pthread_once(&once_flag, [] { sem_wait(&never); });
}

void wait_for_routine() {
  Counted local;
  pthread_once(&busy_flag, [] {});
}

// A cancellation that is pending waits for the next cancellation point: locks are none.
void lock_where_nothing_may_be_thrown() noexcept {
  static std::mutex own;
  std::lock_guard<std::mutex> guard(own);
}

void pending() {
  Counted local;
  pthread_cancel(pthread_self());
  lock_where_nothing_may_be_thrown();
  std::printf("still here, ");
  pthread_testcancel();
}

// By asynchronous cancellation: these functions are no cancellation points.
void wait_for_mutex() {
  Counted local;
  pthread_mutex_lock(&held);
}

void wait_for_mutex_timed() {
  Counted local;
  timespec deadline = in_an_hour();
  pthread_mutex_timedlock(&held, &deadline);
}

void wait_to_read() {
  Counted local;
  pthread_rwlock_rdlock(&written);
}

void wait_to_write() {
  Counted local;
  pthread_rwlock_wrlock(&written);
}

void spin() {
  Counted local;
  pthread_spin_lock(&spinning);
}

void wait_at_barrier() {
  Counted local;
  pthread_barrier_wait(&barrier);
}

struct Case {
  const char* name;
  void (*wait)();
  bool asynchronous;
};

void* run(void* argument) {
  const Case& each = *static_cast<Case*>(argument);
  if (each.asynchronous)
    pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, nullptr);
  each.wait();
  return nullptr;
}

void cancel(Case each) {
  pthread_t thread;
  destroyed = 0;
  pthread_create(&thread, nullptr, run, &each);
  usleep(20000);
  pthread_cancel(thread);
  void* value = nullptr;
  pthread_join(thread, &value);
  std::printf("%s %d %d\n", each.name, value == PTHREAD_CANCELED, destroyed);
  std::fflush(stdout);
}

} // namespace

int main() {
  pthread_mutex_lock(&held);
  pthread_rwlock_wrlock(&written);
  pthread_spin_init(&spinning, 0);
  pthread_spin_lock(&spinning);
  pthread_barrier_init(&barrier, nullptr, 2);
  sem_init(&semaphore, 0, 0);
  sem_init(&never, 0, 0);
  pthread_create(
      &endless, nullptr,
      [](void*) -> void* {
        pthread_once(&busy_flag, [] { sem_wait(&never); });
        return nullptr;
      },
      nullptr);
  const Case cases[] = {
      {"pending", pending, false},
      {"condition", wait_for_condition, false},
      {"condition-timed", wait_for_condition_timed, false},
      {"condition-any", wait_for_condition_any, false},
      {"semaphore", wait_for_semaphore, false},
      {"semaphore-timed", wait_for_semaphore_timed, false},
      {"join", wait_for_thread, false},
      {"once", cancelled_in_routine, false},
      {"mutex", wait_for_mutex, true},
      {"mutex-timed", wait_for_mutex_timed, true},
      {"read", wait_to_read, true},
      {"write", wait_to_write, true},
      {"spin", spin, true},
      {"barrier", wait_at_barrier, true},
      {"routine", wait_for_routine, true},
  };
  for (const Case& each : cases)
    cancel(each);
  // What was cancelled is as it was before.
  std::printf("%d %d %d\n", pthread_mutex_trylock(&mutex), pthread_once(&once_flag, [] {}),
              pthread_mutex_trylock(&held) == EBUSY);
}
