// The numbers are drawn before the first thread is started.
#include <atomic>
#include <cstdio>
#include <thread>

static std::atomic<unsigned> next_number{0};

static unsigned draw() {
  return next_number.fetch_add(1);
}

static void work(unsigned number) {
  std::printf("%u\n", number);
}

int main() {
  unsigned first = draw(), second = draw();
  std::thread one(work, first), two(work, second);
  one.join();
  two.join();
}
