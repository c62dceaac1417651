// The child that a fork makes has one thread: what it draws is always the same.
#include <atomic>
#include <cstdio>
#include <pthread.h>
#include <thread>

static std::atomic<unsigned> next_thread{0};
static unsigned own_number;

static void restart_in_child() {
  next_thread.store(1);
  own_number = next_thread.fetch_add(1);
  std::printf("child %u\n", own_number);
}

static void work() {}

int main() {
  pthread_atfork(nullptr, nullptr, &restart_in_child);
  std::thread one(work), two(work);
  one.join();
  two.join();
}
