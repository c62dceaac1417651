// All accesses hold one lock: directly, through guards, through callers, for readers shared.
#include <map>
#include <mutex>
#include <shared_mutex>

static std::mutex mutex;
static std::map<int, int> cache;
static int hits;

static void count_hit() { ++hits; }

int get(int key) {
  std::lock_guard<std::mutex> guard(mutex);
  count_hit();
  return cache[key];
}

int clear() {
  mutex.lock();
  cache.clear();
  int result = hits;
  mutex.unlock();
  return result;
}

static std::shared_mutex table_mutex;
static int table_size;

int size() {
  std::shared_lock<std::shared_mutex> reader(table_mutex);
  return table_size;
}

void grow() {
  std::unique_lock<std::shared_mutex> writer(table_mutex);
  ++table_size;
}
