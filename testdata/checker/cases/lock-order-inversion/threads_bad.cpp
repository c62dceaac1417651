// A whole program with its threads.
#include <mutex>
#include <thread>

std::mutex a;
std::mutex b;

static void one() {
  std::lock_guard<std::mutex> outer(a);
  std::lock_guard<std::mutex> inner(b); // CHECK: paraudit-lock-order-inversion
}

static void two() {
  std::lock_guard<std::mutex> outer(b);
  std::lock_guard<std::mutex> inner(a);
}

int main() {
  std::thread first(one);
  std::thread second([] { two(); });
  first.join();
  second.join();
}
