// The second order runs only before the first thread starts.
#include <mutex>
#include <thread>

std::mutex a;
std::mutex b;

static void set_up() {
  std::lock_guard<std::mutex> outer(b);
  std::lock_guard<std::mutex> inner(a);
}

static void work() {
  std::lock_guard<std::mutex> outer(a);
  std::lock_guard<std::mutex> inner(b);
}

int main() {
  set_up();
  std::thread first(work);
  std::thread second(work);
  first.join();
  second.join();
}
