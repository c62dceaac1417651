// How long an uncontended lock and unlock takes: prints nanoseconds, the smallest of several slices.
//   lock_loop [MILLIONS]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <thread>

int main(int argc, char** argv) {
  constexpr int kSlices = 50;
  std::mutex mutex;
  long millions = argc > 1 ? std::atol(argv[1]) : 10;
  long pairs = millions * 1000000 / kSlices, total = 0;
  double best = 1e9;
  std::thread([] {}).join(); // the C library takes short cuts until there has been a second thread
  for (int slice = 0; slice < kSlices; ++slice) {
    auto start = std::chrono::steady_clock::now();
    for (long i = 0; i < pairs; ++i) {
      std::lock_guard<std::mutex> lock(mutex);
      total += i;
      asm volatile("" : "+r"(total));
    }
    std::chrono::duration<double, std::nano> spent = std::chrono::steady_clock::now() - start;
    best = std::min(best, spent.count() / static_cast<double>(pairs));
  }
  std::printf("%.2f\n", best);
}
