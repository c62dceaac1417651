// A helper unlocks only before it ends the program: whoever returns from it holds the lock still. That a function ends
// the program, its body tells where no attribute does.
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <pthread.h>
#include <stdexcept>
#include <thread>

static std::mutex nodes_mutex;
static int nodes;

[[noreturn]] static void die() { std::exit(1); }

static void check_limit(bool within) {
  if (!within) {
    nodes_mutex.unlock();
    die();
  }
}

static void check_range(int count) {
  if (count < 0) {
    nodes_mutex.unlock();
    throw std::runtime_error("negative");
  }
}

void add_node() {
  nodes_mutex.lock();
  check_limit(nodes < 100);
  check_range(nodes);
  ++nodes;
  nodes_mutex.unlock();
}

static pthread_mutex_t queue_mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t queue_filled = PTHREAD_COND_INITIALIZER;
static int queue_length;

static void quit(int status) {
  std::fprintf(stderr, "quit %d\n", status);
  std::exit(status);
}

static void safe_wait(pthread_cond_t* filled, pthread_mutex_t* mutex) {
  int status = pthread_cond_wait(filled, mutex);
  if (status != 0) {
    pthread_mutex_unlock(mutex);
    quit(3);
  }
}

void take() {
  pthread_mutex_lock(&queue_mutex);
  while (queue_length == 0)
    safe_wait(&queue_filled, &queue_mutex);
  --queue_length;
  pthread_mutex_unlock(&queue_mutex);
}

void put() {
  pthread_mutex_lock(&queue_mutex);
  ++queue_length;
  pthread_cond_signal(&queue_filled);
  pthread_mutex_unlock(&queue_mutex);
}

int main() {
  std::thread taker([] { add_node(); take(); });
  std::thread putter([] { add_node(); put(); });
  taker.join();
  putter.join();
}
