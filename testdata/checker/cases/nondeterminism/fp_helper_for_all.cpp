// A helper that numbers of all kinds go through: what one caller gives it does not come out of another's call.
#include <atomic>
#include <cstdio>
#include <thread>

static std::atomic<unsigned> last_ticket{0};
static unsigned mixed;

static unsigned mix(unsigned one, unsigned other) {
  return one * 31 + other;
}

static void work(unsigned line) {
  unsigned ticket = mix(last_ticket.fetch_add(1), 7);
  mixed = ticket;
  std::printf("%u\n", mix(line, 3));
}

int main() {
  std::thread one(work, 1), two(work, 2);
  one.join();
  two.join();
}
