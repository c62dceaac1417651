#include "store.h"
#include <mutex>

static std::mutex session_lock;
static Store store;

void end_session(int value) {
  std::lock_guard<std::mutex> lock(session_lock);
  store.save(value);
}
