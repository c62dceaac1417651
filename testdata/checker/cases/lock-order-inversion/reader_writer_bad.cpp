// One writer among the readers is enough.
#include <mutex>
#include <shared_mutex>

std::shared_mutex symbols;
std::shared_mutex types;

int one() {
  std::shared_lock<std::shared_mutex> outer(symbols);
  std::shared_lock<std::shared_mutex> inner(types); // CHECK: paraudit-lock-order-inversion
  return 1;
}

int two() {
  std::unique_lock<std::shared_mutex> outer(types);
  std::unique_lock<std::shared_mutex> inner(symbols);
  return 2;
}
