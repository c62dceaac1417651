// What one instantiation does before a lock and another after it closes no cycle: they are different objects.
#include <mutex>

std::mutex log;

template <class T> struct Table {
  std::mutex mutex;
};

struct Both : Table<int>, Table<float> {
  void nested() {
    std::lock_guard<std::mutex> ints(Table<int>::mutex);
    std::lock_guard<std::mutex> floats(Table<float>::mutex); // no self-deadlock either
  }
};

void before(Table<int>& table) {
  std::lock_guard<std::mutex> guard(table.mutex);
  std::lock_guard<std::mutex> writes(log);
}

void after(Table<float>& table) {
  std::lock_guard<std::mutex> writes(log);
  std::lock_guard<std::mutex> guard(table.mutex);
}
