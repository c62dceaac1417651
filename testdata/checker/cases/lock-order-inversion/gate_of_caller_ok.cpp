// As gate_ok, with the gate held by the callers.
#include <mutex>

std::mutex gate;
std::mutex a;
std::mutex b;

static void one() {
  std::lock_guard<std::mutex> outer(a);
  std::lock_guard<std::mutex> inner(b);
}

static void two() {
  std::lock_guard<std::mutex> outer(b);
  std::lock_guard<std::mutex> inner(a);
}

void both() {
  std::lock_guard<std::mutex> only(gate);
  one();
  two();
}
