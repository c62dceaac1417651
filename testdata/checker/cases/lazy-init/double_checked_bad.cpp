// The fast path reads what another thread may be writing.
#include <mutex>

struct Tables;
Tables* make();

static std::mutex mutex;
static Tables* tables;

Tables* get() {
  if (!tables) { // CHECK: paraudit-lazy-init
    std::lock_guard<std::mutex> lock(mutex);
    if (!tables)
      tables = make();
  }
  return tables;
}
