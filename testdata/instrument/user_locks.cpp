// Locks that end in no pthread call: by annotation, by rows of a configuration (user_locks.yaml), by the built-in
// table. Comments say how often each line acquires.
#include <atomic>
#include <cstdio>
#include <thread>

namespace {

class Spin {
 public:
  [[clang::annotate("paraudit.acquire")]] void enter() {
    while (flag_.exchange(true, std::memory_order_acquire)) {
    }
  }
  [[clang::annotate("paraudit.release")]] void leave() { flag_.store(false, std::memory_order_release); }

 private:
  std::atomic<bool> flag_{false};
};

class Guard { // a wrapper: its callers' lines count
 public:
  explicit Guard(Spin& spin) : spin_(spin) { spin_.enter(); }
  ~Guard() { spin_.leave(); }

 private:
  Spin& spin_;
};

} // namespace

namespace own {

std::atomic<int> word{0};

struct Owner {};
bool take_if_free(const Owner&, std::atomic<int>& lock) {
  int free = 0;
  return lock.compare_exchange_strong(free, 1);
}
void give(std::atomic<int>& lock) {
  lock = 0;
}

} // namespace own

namespace absl {
inline namespace lts_1 {

class Mutex { // has the name of a table's row
 public:
  void Lock() {
    while (word_.exchange(1)) {
    }
  }
  void Unlock() { word_ = 0; }

 private:
  std::atomic<int> word_{0};
};

} // namespace lts_1
} // namespace absl

namespace {

Spin spin;
absl::Mutex mutex;
int count, counted_by_mutex; // each lock guards its own

void work() {
  for (int i = 0; i < 100; ++i) {
    spin.enter(); // acquire = 200
    ++count;
    spin.leave();
    {
      Guard guard(spin); // acquire = 200
      ++count;
    }
    mutex.Lock(); // acquire = 200
    ++counted_by_mutex;
    mutex.Unlock();
  }
}

} // namespace

int main() {
  std::thread a(work), b(work);
  a.join();
  b.join();
  own::Owner owner;
  for (int i = 0; i < 3; ++i)
    std::printf("%d", own::take_if_free(owner, own::word)); // acquire = 1
  own::give(own::word);
  std::printf(" %d\n", count + counted_by_mutex);
}
