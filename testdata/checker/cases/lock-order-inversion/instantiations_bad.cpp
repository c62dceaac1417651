// Two instantiations are two locks, though one declaration names them.
#include <mutex>

template <class T> struct Table {
  static inline std::mutex mutex;
};

void ints_first() {
  std::lock_guard<std::mutex> ints(Table<int>::mutex);
  std::lock_guard<std::mutex> floats(Table<float>::mutex);
}

void floats_first() {
  std::lock_guard<std::mutex> floats(Table<float>::mutex);
  std::lock_guard<std::mutex> ints(Table<int>::mutex); // CHECK: paraudit-lock-order-inversion
}
