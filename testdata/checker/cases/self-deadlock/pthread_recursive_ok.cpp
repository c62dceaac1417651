// Mutexes of POSIX that are recursive by what initialises them: a constructor, a function, an initialiser.
#include <pthread.h>

class RecursiveMutex {
 public:
  RecursiveMutex() {
    pthread_mutexattr_init(&attribute_);
    pthread_mutexattr_settype(&attribute_, PTHREAD_MUTEX_RECURSIVE);
    pthread_mutex_init(&mutex_, &attribute_);
  }
  void lock() { pthread_mutex_lock(&mutex_); }
  void unlock() { pthread_mutex_unlock(&mutex_); }

 private:
  pthread_mutex_t mutex_;
  pthread_mutexattr_t attribute_;
};

class Context {
 public:
  Context() {
    pthread_mutexattr_t attribute;
    pthread_mutexattr_init(&attribute);
    pthread_mutexattr_settype(&attribute, PTHREAD_MUTEX_RECURSIVE);
    pthread_mutex_init(&sockets_mutex_, &attribute);
  }
  int create() {
    sync_.lock();
    int made = ++count_;
    sync_.unlock();
    return made;
  }
  void terminate() {
    sync_.lock();
    create();
    sync_.unlock();
  }
  int open() {
    pthread_mutex_lock(&sockets_mutex_);
    int made = ++sockets_;
    pthread_mutex_unlock(&sockets_mutex_);
    return made;
  }
  void reopen() {
    pthread_mutex_lock(&sockets_mutex_);
    open();
    pthread_mutex_unlock(&sockets_mutex_);
  }

 private:
  RecursiveMutex sync_;
  pthread_mutex_t sockets_mutex_;
  int count_ = 0;
  int sockets_ = 0;
};

static pthread_mutex_t log_mutex = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
static int lines = 0;

int log_line() {
  pthread_mutex_lock(&log_mutex);
  int line = ++lines;
  pthread_mutex_unlock(&log_mutex);
  return line;
}

void log_twice() {
  pthread_mutex_lock(&log_mutex);
  log_line();
  log_line();
  pthread_mutex_unlock(&log_mutex);
}
