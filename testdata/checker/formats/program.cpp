// One finding of each severity, with two threads, related places, a fix and characters that need escapes.
#include <mutex>
#include <thread>

std::mutex first_lock;
std::mutex second_lock;
static int hits = 0;

template <class T> struct Cache {
  static inline long used = 0;
  void use() { used = used * 2 + 1; }
};

void there() {
  ++hits;
  std::scoped_lock a(first_lock);
  std::scoped_lock b(second_lock);
}

/* ä🙂 */ void back() { std::scoped_lock b(second_lock); std::scoped_lock a(first_lock); ++hits; }

void count() {
  Cache<const char*>().use();
}

int main() {
  std::thread one(there), two(back), three(count);
  one.join();
  two.join();
  three.join();
  return hits; // NOLINT(paraudit-self-deadlock)
}
