// Every access holds the lock, those included that happen while no other thread runs.
#include <mutex>
#include <thread>

static int flag;
static std::mutex mutex;

static void set(int value) {
  std::lock_guard lock(mutex);
  flag = value;
}

static int get() {
  std::lock_guard lock(mutex);
  return flag;
}

int main() {
  set(1);
  std::thread one([] { get(); });
  std::thread two([] { get(); });
  one.join();
  two.join();
  set(0);
}
