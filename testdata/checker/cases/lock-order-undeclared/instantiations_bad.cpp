// One finding for the declaration, however many instantiations nest; none for one of them in another, for which no
// order could be declared.
#include <mutex>

std::mutex log;

template <class T> struct Table {
  std::mutex mutex;
  void write() {
    std::lock_guard<std::mutex> guard(mutex);
    std::lock_guard<std::mutex> writes(log); // CHECK: paraudit-lock-order-undeclared
  }
};

void all(Table<int>& ints, Table<float>& floats) {
  ints.write();
  floats.write();
  std::lock_guard<std::mutex> outer(ints.mutex);
  std::lock_guard<std::mutex> inner(floats.mutex);
}
