// A background thread outlives the phase that it was started in.
#include <mutex>
#include <thread>

static std::mutex symbols;
static std::mutex scopes;
static int n = 0;

static void collect() {
  std::lock_guard<std::mutex> outer(symbols);
  std::lock_guard<std::mutex> inner(scopes);
  ++n;
}

static void check() {
  std::lock_guard<std::mutex> outer(scopes);
  std::lock_guard<std::mutex> inner(symbols); // CHECK: paraudit-lock-order-inversion
  --n;
}

static std::thread start_collector() {
  return std::thread(collect);
}

int main() {
  std::thread collector = start_collector();
  std::thread checker(check);
  checker.join();
  collector.join();
}
