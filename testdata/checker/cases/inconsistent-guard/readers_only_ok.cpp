// Nobody writes after the initialisation.
#include <mutex>

static std::mutex a;
static std::mutex b;
static int limit = 100;

int one() {
  std::lock_guard<std::mutex> lock(a);
  return limit;
}

int two() {
  std::lock_guard<std::mutex> lock(b);
  return limit;
}
