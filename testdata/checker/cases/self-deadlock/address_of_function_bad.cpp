// The same as a callable, cast from one type of function to another: it is called.
#include <cstdlib>
#include <mutex>

std::mutex lock;
int order = 0;

static int compare(const int* a, const int* b) {
  std::lock_guard<std::mutex> guard(lock); // CHECK: paraudit-self-deadlock
  return (*a - *b) * order;
}

void sort(int* values, std::size_t count) {
  std::lock_guard<std::mutex> guard(lock);
  std::qsort(values, count, sizeof(int), (int (*)(const void*, const void*))compare);
}
