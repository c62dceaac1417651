// The same, but one thread is still running.
#include <mutex>
#include <thread>

static std::mutex mutex;
static int errors;

static void report() {
  std::lock_guard<std::mutex> lock(mutex);
  ++errors;
}

static bool failed() {
  std::lock_guard<std::mutex> lock(mutex);
  return errors > 0;
}

int main() {
  std::thread one([] { report(); });
  std::thread two([] { failed(); });
  one.join();
  int seen = errors; // CHECK: paraudit-unguarded-access
  two.join();
  return seen;
}
