// Locks that are known by the pointer that leads to them guard what is accessed under them; the pointer is unguarded.
#include <memory>
#include <mutex>
#include <pthread.h>

static pthread_mutex_t* made = nullptr; // CHECK: paraudit-mutable-global
static std::unique_ptr<std::mutex> owned = std::make_unique<std::mutex>();
static std::mutex named;
static std::mutex* const fixed = &named;
static std::mutex* never_changed = &named;
static int by_made;
static int by_owned;
static int by_named;

void init() {
  static bool once = [] {
    made = new pthread_mutex_t;
    pthread_mutex_init(made, nullptr);
    return true;
  }();
  (void)once;
}

void use() {
  pthread_mutex_lock(made);
  ++by_made;
  pthread_mutex_unlock(made);
  {
    std::lock_guard<std::mutex> lock(*owned);
    ++by_owned;
  }
  {
    std::lock_guard<std::mutex> lock(*fixed);
    ++by_named;
  }
  {
    std::lock_guard<std::mutex> lock(*never_changed);
    --by_named;
  }
  named.lock();
  ++by_named;
  named.unlock();
}
