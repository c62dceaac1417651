// What is added by as much as happens to be at hand is a sum: its value tells how much there is now.
#include <atomic>
#include <thread>

std::atomic<unsigned long> load{0};

unsigned long account(unsigned long change) { return load.fetch_add(change) + change; }

void work(unsigned long size) {
  if (account(size) > 100)
    account(0 - size);
}

int main() {
  std::thread one(work, 5), other(work, 7);
  one.join();
  other.join();
}
