// Waits of C++20 that end in a futex call inlined into the program, each of which blocks: comments say how often.
#include "linger.h"

#include <atomic>
#include <barrier>
#include <cstdio>
#include <latch>
#include <semaphore>
#include <thread>

namespace {

std::atomic<int> value{0};
std::latch latch(1);
std::counting_semaphore<4> semaphore(1);
std::barrier<> barrier(2);

void other() {
  linger();
  value.store(1);
  value.notify_one(); // signal = 1
  linger();
  latch.count_down(); // signal = 1
  linger();
  semaphore.release(); // signal = 1
  linger();
  barrier.arrive_and_wait(); // signal = 1
  linger();                  // no tail call: its return address would be our caller's
}

} // namespace

int main() {
  std::thread thread(other);
  value.wait(0); // wait = 1
  value.wait(0); // changed: no wait
  latch.wait();  // wait = 1
  latch.wait();
  semaphore.acquire();       // free: no wait
  semaphore.acquire();       // wait = 1
  barrier.arrive_and_wait(); // wait = 1
  thread.join();             // joined = 1
  std::printf("%d\n", value.load());
}
