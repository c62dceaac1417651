// The argument of pthread_create is one structure for all threads.
#include <pthread.h>

struct Shared {
  int done = 0;
};

static void* work(void* argument) {
  static_cast<Shared*>(argument)->done += 1; // CHECK: paraudit-parallel-capture
  return nullptr;
}

int run() {
  Shared shared;
  pthread_t threads[4];
  for (pthread_t& thread : threads)
    pthread_create(&thread, nullptr, work, &shared);
  for (pthread_t thread : threads)
    pthread_join(thread, nullptr);
  return shared.done;
}
