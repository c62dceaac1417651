// A program without locks: prints nanoseconds for a step of memory and arithmetic, the smallest of several slices.
// Built by the pass and recorded, it must be as fast.
//   plain_loop [MILLIONS]
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>

int main(int argc, char** argv) {
  constexpr int kSlices = 50;
  long millions = argc > 1 ? std::atol(argv[1]) : 1;
  long steps = millions * 1000000 / kSlices;
  uint64_t state = 1, sum = 0;
  double best = 1e9;
  for (int slice = 0; slice < kSlices; ++slice) {
    auto start = std::chrono::steady_clock::now();
    std::map<uint64_t, std::string> words;
    for (long i = 0; i < steps; ++i) {
      state = state * 6364136223846793005ull + 1442695040888963407ull;
      std::string& word = words[state >> 56];
      word += static_cast<char>('a' + state % 26);
      sum += word.size();
    }
    std::chrono::duration<double, std::nano> spent = std::chrono::steady_clock::now() - start;
    best = std::min(best, spent.count() / static_cast<double>(steps));
  }
  std::fprintf(stderr, "%llu\n", static_cast<unsigned long long>(sum));
  std::printf("%.2f\n", best);
}
