// std::mutex, recorded because the pass is in, and a defect for the audit: the second lock of the same mutex.
#include <cstdio>
#include <mutex>

static std::mutex table_lock;
static int entries;

void add() {
  std::lock_guard<std::mutex> guard(table_lock); // acquired 100 times
  ++entries;
}

void add_two() {
  std::lock_guard<std::mutex> guard(table_lock);
  add(); // deadlocks: the audit's finding
}

int main(int count, char**) {
  for (int i = 0; i < 100; ++i)
    add();
  if (count > 1)
    add_two();
  std::printf("%d\n", entries);
}
