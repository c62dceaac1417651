// Readers only: shared acquisitions on every edge.
#include <shared_mutex>

std::shared_mutex symbols;
std::shared_mutex types;

int one() {
  std::shared_lock<std::shared_mutex> outer(symbols);
  std::shared_lock<std::shared_mutex> inner(types);
  return 1;
}

int two() {
  std::shared_lock<std::shared_mutex> outer(types);
  std::shared_lock<std::shared_mutex> inner(symbols);
  return 2;
}
