// The callee is reached through std::function.
#include <functional>
#include <mutex>

std::mutex jobs;
std::mutex results;

void finish() { std::lock_guard<std::mutex> guard(results); } // CHECK: paraudit-lock-order-inversion

void run(const std::function<void()>& done) {
  std::lock_guard<std::mutex> guard(jobs);
  done();
}

void start() { run(finish); }

void drain() {
  std::lock_guard<std::mutex> outer(results);
  std::lock_guard<std::mutex> inner(jobs);
}
