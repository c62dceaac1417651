// Attributes of another type, and an attribute that is set for another mutex.
#include <pthread.h>

class Context {
 public:
  Context() {
    pthread_mutexattr_t attribute;
    pthread_mutexattr_init(&attribute);
    pthread_mutexattr_settype(&attribute, PTHREAD_MUTEX_ERRORCHECK);
    pthread_mutex_init(&mutex_, &attribute);
  }
  int open() {
    pthread_mutex_lock(&mutex_); // CHECK: paraudit-self-deadlock
    int made = ++count_;
    pthread_mutex_unlock(&mutex_);
    return made;
  }
  void reopen() {
    pthread_mutex_lock(&mutex_);
    open();
    pthread_mutex_unlock(&mutex_);
  }

 private:
  pthread_mutex_t mutex_;
  int count_ = 0;
};

void reopen(Context& context) {
  context.reopen();
}
