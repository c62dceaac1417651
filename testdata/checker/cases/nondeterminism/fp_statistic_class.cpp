// A statistic whose own operators give the value that nobody takes; the sum is printed in the end.
#include <atomic>
#include <cstdio>
#include <thread>

class Statistic {
 public:
  unsigned operator++() { return value_.fetch_add(1, std::memory_order_relaxed) + 1; }
  unsigned operator++(int) { return value_.fetch_add(1, std::memory_order_relaxed); }
  unsigned value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<unsigned> value_{0};
};

static Statistic folded;

static void work() {
  ++folded;
  folded++;
}

int main() {
  std::thread one(work), two(work);
  one.join();
  two.join();
  std::printf("%u folded\n", folded.value());
}
