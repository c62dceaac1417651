// Two threads, two mutexes, each taken in the other's order: never ends.
#include <cstdio>
#include <latch>
#include <mutex>
#include <thread>

int main() {
  static std::mutex first, second;
  std::latch both(2);
  std::thread other([&] {
    std::lock_guard<std::mutex> guard(second);
    both.arrive_and_wait();
    std::lock_guard<std::mutex> again(first);
  });
  std::thread third([&] {
    std::lock_guard<std::mutex> guard(first);
    both.arrive_and_wait();
    std::puts("locked");
    std::fflush(stdout);
    std::lock_guard<std::mutex> again(second);
  });
  other.join();
  third.join();
}
