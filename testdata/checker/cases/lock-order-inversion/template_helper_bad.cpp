// with_lock is a template that holds the lock round a callable.
#include <mutex>

template <class Mutex, class Function> auto with_lock(Mutex& mutex, Function&& function) {
  std::lock_guard<Mutex> guard(mutex); // CHECK: paraudit-lock-order-inversion
  return function();
}

std::mutex files;
std::mutex macros;
int n = 0;

int expand() {
  return with_lock(files, [] { return with_lock(macros, [] { return ++n; }); });
}

int include() {
  return with_lock(macros, [] { return with_lock(files, [] { return ++n; }); });
}
