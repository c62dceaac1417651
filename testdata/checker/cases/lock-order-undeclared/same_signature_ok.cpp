// What call_once, a thread or a library is given is not what a callback of the same type calls.
#include <mutex>
#include <pthread.h>

std::mutex pool_mutex;
std::mutex free_list_mutex;
int pool = 0;
int free_list = 0;

void fill_pool() {
  std::lock_guard lock(pool_mutex);
  ++pool;
}

void reclaim(void*) {
  std::lock_guard lock(free_list_mutex);
  ++free_list;
}

std::once_flag pool_once;
pthread_key_t key;

void initialise() {
  std::call_once(pool_once, fill_pool);
  pthread_key_create(&key, &reclaim);
}

class Flag {
 public:
  void set_callback(void (*callback)()) { callback_ = callback; }
  void set_maker(void (*make)(void*)) { make_ = make; }
  void update() {
    std::lock_guard lock(mutex_);
    if (callback_)
      callback_();
    if (make_)
      make_(&value_);
  }

 private:
  std::mutex mutex_;
  void (*callback_)() = nullptr;
  void (*make_)(void*) = nullptr;
  int value_ = 0;
};

Flag the_flag;

void nothing() {}

void run() {
  the_flag.set_callback(&nothing);
  the_flag.update();
}
