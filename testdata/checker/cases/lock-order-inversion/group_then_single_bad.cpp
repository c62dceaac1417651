// The members of one std::scoped_lock have no order among themselves, but all come after what was held before.
#include <mutex>

std::mutex types;
std::mutex decls;
std::mutex cache;

void fill() {
  std::lock_guard<std::mutex> outer(cache);
  std::scoped_lock both(types, decls); // CHECK: paraudit-lock-order-inversion
}

void drop() {
  std::scoped_lock both(decls, types);
}

void invalidate() {
  std::lock_guard<std::mutex> outer(types);
  std::lock_guard<std::mutex> inner(cache);
}
