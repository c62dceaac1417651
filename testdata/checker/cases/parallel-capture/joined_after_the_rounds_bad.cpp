// Waited for in the round after the next: two run at once.
#include <thread>

int main() {
  int rounds = 0;
  std::thread last;
  for (int i = 0; i < 3; ++i) {
    std::thread worker([&rounds] { ++rounds; }); // CHECK: paraudit-parallel-capture
    if (last.joinable())
      last.join();
    last = std::move(worker);
  }
  last.join();
  return rounds;
}
