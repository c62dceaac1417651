// main() sets the state up before the first thread starts, and reads it after the last is joined.
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
  errors = 0;
  std::thread one([] { report(); });
  std::thread two([] { failed(); });
  one.join();
  two.join();
  return errors;
}
