// One order holds the gate shared, the other exclusively: that keeps them apart.
#include <mutex>
#include <shared_mutex>

std::shared_mutex phase;
std::mutex types;
std::mutex values;

void lower() {
  std::shared_lock<std::shared_mutex> gate(phase);
  std::lock_guard<std::mutex> outer(types);
  std::lock_guard<std::mutex> inner(values);
}

void fold() {
  std::unique_lock<std::shared_mutex> gate(phase);
  std::lock_guard<std::mutex> outer(values);
  std::lock_guard<std::mutex> inner(types);
}
