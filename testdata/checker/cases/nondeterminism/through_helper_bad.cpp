// What goes into the helper here comes out of it here.
#include <atomic>
#include <cstdio>
#include <thread>

static std::atomic<unsigned> last_ticket{0};

static unsigned mix(unsigned one, unsigned other) {
  return one * 31 + other;
}

static void work() {
  std::printf("%u\n", mix(last_ticket.fetch_add(1), 7)); // CHECK: paraudit-nondeterminism
}

int main() {
  std::thread one(work), two(work);
  one.join();
  two.join();
}
