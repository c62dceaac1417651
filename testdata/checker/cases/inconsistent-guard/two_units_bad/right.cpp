#include "shared.h"

bool any() {
  std::lock_guard<std::mutex> lock(right);
  return tokens > 0; // CHECK: paraudit-inconsistent-guard
}
