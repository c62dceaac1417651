// The first task has been waited for before the second starts.
#include <future>
#include <mutex>

static std::mutex code;
static std::mutex debug_info;
static int n = 0;

static void emit() {
  std::lock_guard<std::mutex> outer(code);
  std::lock_guard<std::mutex> inner(debug_info);
  ++n;
}

static void strip() {
  std::lock_guard<std::mutex> outer(debug_info);
  std::lock_guard<std::mutex> inner(code);
  --n;
}

int main() {
  auto first = std::async(std::launch::async, emit);
  first.get();
  auto second = std::async(std::launch::async, strip);
  second.get();
}
