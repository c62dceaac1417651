// Acquisitions that must wait: one thread holds each lock until the recorder can have seen the other one's wait begin.
// "// waits = N" says how many waits a line makes.
#include <atomic>
#include <chrono>
#include <cstdio>
#include <mutex>
#include <pthread.h>
#include <shared_mutex>
#include <thread>

namespace {

constexpr auto kLong = std::chrono::milliseconds(60);

std::mutex plain;
std::shared_mutex shared;
std::timed_mutex timed;

/// Holds a lock while `contender`, started under it, tries to get it.
template <typename Lock, typename Contender> void hold_against(Lock& lock, Contender contender) {
  std::atomic<bool> started = false;
  lock.lock();
  std::thread other([&] {
    started = true;
    contender();
  });
  while (!started)
    std::this_thread::yield();
  std::this_thread::sleep_for(kLong);
  lock.unlock();
  other.join();
}

} // namespace

int main() {
  hold_against(plain, [] {
    std::lock_guard<std::mutex> lock(plain); // waits = 1
  });
  hold_against(shared, [] {
    std::shared_lock<std::shared_mutex> lock(shared); // waits = 1
  });
  hold_against(shared, [] {
    std::unique_lock<std::shared_mutex> lock(shared); // waits = 1
  });
  hold_against(timed, [] {
    if (timed.try_lock_for(std::chrono::milliseconds(1))) // waits = 1
      std::puts("took a held lock");
  });
}
