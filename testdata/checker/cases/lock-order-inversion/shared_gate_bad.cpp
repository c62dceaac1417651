// Both orders hold the gate shared: readers do not keep each other out.
#include <mutex>
#include <shared_mutex>

std::shared_mutex phase;
std::mutex types;
std::mutex values;

void lower() {
  std::shared_lock<std::shared_mutex> gate(phase);
  std::lock_guard<std::mutex> outer(types);
  std::lock_guard<std::mutex> inner(values); // CHECK: paraudit-lock-order-inversion
}

void fold() {
  std::shared_lock<std::shared_mutex> gate(phase);
  std::lock_guard<std::mutex> outer(values);
  std::lock_guard<std::mutex> inner(types);
}
