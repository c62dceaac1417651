// Another collection is joined than the one whose threads still run.
#include <mutex>
#include <thread>
#include <vector>

std::mutex a;
std::mutex b;

static void one(int) {
  std::lock_guard<std::mutex> outer(a);
  std::lock_guard<std::mutex> inner(b); // CHECK: paraudit-lock-order-inversion
}

int main() {
  std::vector<std::thread> threads;
  std::vector<std::thread> others;
  threads.emplace_back(one, 1);
  for (std::thread& thread : others)
    thread.join();
  {
    std::lock_guard<std::mutex> outer(b);
    std::lock_guard<std::mutex> inner(a);
  }
  for (std::thread& thread : threads)
    thread.join();
}
