// A thread that a default member initialiser starts, in a class whose constructor nobody wrote.
#include <memory>
#include <mutex>
#include <thread>

std::mutex a;
std::mutex b;

struct Worker {
  std::jthread thread{[this] { run(); }};

  void run() {
    std::lock_guard<std::mutex> outer(a);
    std::lock_guard<std::mutex> inner(b); // CHECK: paraudit-lock-order-inversion
  }
};

struct Owner {
  Worker worker;
};

int main() {
  auto owner = std::make_unique<Owner>();
  std::lock_guard<std::mutex> outer(b);
  std::lock_guard<std::mutex> inner(a);
}
