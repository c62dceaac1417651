// The same through a function that stores what it gets.
#include <mutex>
#include <vector>

struct Arena {
  long bytes = 0;
};
static std::mutex arenas_lock;
static std::vector<Arena*> arenas;

static void add(Arena* arena) {
  std::lock_guard<std::mutex> lock(arenas_lock);
  arenas.push_back(arena);
}

void start_worker() {
  static thread_local Arena arena;
  add(&arena); // CHECK: paraudit-worker-local-escape
}
