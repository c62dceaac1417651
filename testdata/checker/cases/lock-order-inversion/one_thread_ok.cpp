// Both orders on the main thread; the other thread takes one lock at a time.
#include <mutex>
#include <thread>

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

static void worker() { std::lock_guard<std::mutex> only(a); }

int main() {
  std::thread other(worker);
  one();
  two();
  other.join();
}
