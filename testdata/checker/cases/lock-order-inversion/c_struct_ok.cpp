// A library of C wraps its mutexes in a struct. The manager's and the request's are two locks: only one order is there.
#include <pthread.h>
#include <thread>

struct db_mutex_t {
  pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  struct hook* hook = nullptr;
};

static void db_mutex_lock(db_mutex_t* mutex) { pthread_mutex_lock(&mutex->mutex); }
static void db_mutex_unlock(db_mutex_t* mutex) { pthread_mutex_unlock(&mutex->mutex); }

struct Manager {
  db_mutex_t mutex;
  int trees = 0;
};

struct Request {
  pthread_mutex_t state = PTHREAD_MUTEX_INITIALIZER;
  db_mutex_t retry_mutex;
  int retries = 0;
};

static void retry(Request& request) {
  pthread_mutex_lock(&request.state);
  db_mutex_lock(&request.retry_mutex);
  ++request.retries;
  db_mutex_unlock(&request.retry_mutex);
  pthread_mutex_unlock(&request.state);
}

static void visit(Manager& manager, Request& request) {
  db_mutex_lock(&manager.mutex);
  ++manager.trees;
  pthread_mutex_lock(&request.state);
  request.retries = 0;
  pthread_mutex_unlock(&request.state);
  db_mutex_unlock(&manager.mutex);
}

int main() {
  Manager manager;
  Request request;
  std::thread other([&] { retry(request); });
  visit(manager, request);
  other.join();
}
