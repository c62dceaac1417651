// Bits of one word: different indices are no different objects.
#include <bitset>
#include <thread>
#include <vector>

std::vector<bool> mark(int count, std::vector<std::vector<bool>>& rows, std::vector<char>& bytes) {
  std::vector<bool> seen(count);
  std::bitset<64> few;
  std::vector<std::thread> threads;
  for (int i = 0; i < count; ++i)
    threads.emplace_back([&, i] {
      seen[i] = true;   // CHECK: paraudit-parallel-capture
      few.set(i);       // CHECK: paraudit-parallel-capture
      rows[i][0] = true;
      bytes[i] = true;
    });
  for (std::thread& thread : threads)
    thread.join();
  return seen;
}

bool two() {
  std::vector<bool> done(2);
  std::thread first([&] { done[0] = true; });  // CHECK: paraudit-parallel-capture
  std::thread second([&] { done[1] = true; }); // CHECK: paraudit-parallel-capture
  first.join();
  second.join();
  return done[0] && done[1];
}
