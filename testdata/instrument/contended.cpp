// Acquisitions that must wait: the main thread holds each lock until the other one is seen to sleep, or has given up.
// "// waits = N" says how many waits a line makes.
#include <atomic>
#include <chrono>
#include <cstdio>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <thread>
#include <unistd.h>

namespace {

constexpr int kLooks = 3; // in a row, so that a page being fetched is not taken for a wait

std::mutex plain;
std::shared_mutex shared;
std::timed_mutex timed;

/// What /proc says of a thread of ours: R runs, S sleeps.
char state_of(pid_t thread) {
  char state = '?';
  if (std::FILE* file = std::fopen(("/proc/self/task/" + std::to_string(thread) + "/stat").c_str(), "r")) {
    (void)!std::fscanf(file, "%*d (%*[^)]) %c", &state);
    std::fclose(file);
  }
  return state;
}

/// Holds a lock while `contender` tries to get it.
template <typename Lock, typename Contender> void hold_against(Lock& lock, Contender contender) {
  std::atomic<pid_t> thread = 0;
  std::atomic<bool> done = false;
  lock.lock();
  std::thread other([&] {
    thread = gettid();
    contender();
    done = true;
  });
  for (int asleep = 0; asleep < kLooks && !done;) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    asleep = thread != 0 && state_of(thread) == 'S' ? asleep + 1 : 0;
  }
  lock.unlock();
  other.join();
}

/// The timed lock gives up by itself, so the holder waits for its end.
void hold_until_it_gives_up() {
  timed.lock();
  std::thread other([] {
    if (timed.try_lock_for(std::chrono::milliseconds(1))) // waits = 1
      std::puts("took a held lock");
  });
  other.join();
  timed.unlock();
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
  hold_until_it_gives_up();
}
