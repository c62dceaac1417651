// Waits that are no locks, each of which blocks: comments say how often each line waits ("wait") or acquires.
#include "linger.h"

#include <atomic>
#include <cstdio>
#include <future>
#include <pthread.h>
#include <semaphore.h>
#include <thread>
#include <threads.h>

namespace {

sem_t semaphore;
pthread_barrier_t barrier;
std::atomic<bool> initialising;

struct Slow {
  Slow() {
    initialising = true;
    linger();
  }
};
void use_static() {
  static Slow slow; // wait = 1
}

mtx_t mutex;
cnd_t condition;
bool flag;

int set_flag(void* value) {
  linger();
  mtx_lock(&mutex); // acquire = 1
  flag = true;
  cnd_signal(&condition);
  mtx_unlock(&mutex);
  return *static_cast<int*>(value);
}

void c11() {
  int value = 42;
  thrd_t thread;
  mtx_init(&mutex, mtx_plain);
  cnd_init(&condition);
  mtx_lock(&mutex); // acquire = 1
  thrd_create(&thread, set_flag, &value);
  while (!flag)
    cnd_wait(&condition, &mutex); // wait = 1, acquire = 1
  mtx_unlock(&mutex);
  int result = 0;
  thrd_join(thread, &result); // wait = 1
  std::printf("%d\n", result);
  mtx_destroy(&mutex);
}

} // namespace

int main() {
  sem_init(&semaphore, 0, 1);
  pthread_barrier_init(&barrier, nullptr, 2);
  sem_wait(&semaphore); // free: no wait
  std::promise<int> promise;
  std::future<int> future = promise.get_future();
  std::thread other([&] {
    linger();
    sem_post(&semaphore);
    linger();
    promise.set_value(7);
    pthread_barrier_wait(&barrier); // wait = 1
    use_static();
  });
  sem_wait(&semaphore);           // wait = 1
  int value = future.get();       // wait = 1
  pthread_barrier_wait(&barrier); // wait = 1
  while (!initialising)
    std::this_thread::yield();
  use_static();
  other.join(); // wait = 1
  c11();
  std::printf("%d\n", value);
}
