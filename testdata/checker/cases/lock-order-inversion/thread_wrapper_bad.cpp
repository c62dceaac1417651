// A helper of the program starts the threads.
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

std::mutex a;
std::mutex b;

template <class... Arguments> void start(std::vector<std::thread>& threads, Arguments&&... arguments) {
  threads.emplace_back(std::forward<Arguments>(arguments)...);
}

static void one(int) {
  std::lock_guard outer(a);
  std::lock_guard inner(b); // CHECK: paraudit-lock-order-inversion
}

int main() {
  std::vector<std::thread> threads;
  start(threads, one, 1);
  {
    std::lock_guard outer(b);
    std::lock_guard inner(a);
  }
  threads[0].join();
}
