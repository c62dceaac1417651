// Atomic updates: a compare-and-swap loop that threads contend for, one that each has for itself, and counters.
// tests/atomics_test.py builds it with --atomics and reads the comments "// updates = N": N times the rounds, by all
// threads together; failures come on top.
//
// atomics THREADS ROUNDS
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

namespace demo {

std::atomic<long> top{0};
std::atomic<long> hits{0};
int by_builtin = 0;

struct alignas(64) Own {
  std::atomic<long> value{0};
};

long next(long value) {
  return value * 6364136223846793005 + 1442695040888963407;
}

void push(std::atomic<long>& cell) {
  long seen = cell.load();
  while (!cell.compare_exchange_weak(seen, next(seen))) { // updates = 2
  }
}

void push_top() {
  long seen = top.load();
  while (!top.compare_exchange_weak(seen, next(seen))) { // updates = 1
  }
}

void work(int rounds, Own& own) {
  for (int i = 0; i < rounds; ++i) {
    push_top();
    push(own.value);
    push(own.value);
    ++hits;                                               // updates = 1
    hits.fetch_add(2, std::memory_order_relaxed);         // updates = 1
    __atomic_fetch_add(&by_builtin, 1, __ATOMIC_RELAXED); // updates = 1
    own.value.exchange(i);                                // updates = 1
  }
}

} // namespace demo

int main(int, char** arguments) {
  int threads = std::atoi(arguments[1]), rounds = std::atoi(arguments[2]);
  std::vector<demo::Own> own(static_cast<size_t>(threads));
  std::vector<std::thread> running;
  for (demo::Own& each : own)
    running.emplace_back(demo::work, rounds, std::ref(each));
  for (std::thread& thread : running)
    thread.join();
  std::printf("%ld %d\n", demo::hits.load(), demo::by_builtin);
}
