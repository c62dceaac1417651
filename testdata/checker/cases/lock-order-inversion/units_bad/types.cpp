#include "ast.h"

int cc::Types::size() {
  std::lock_guard<std::mutex> guard(mutex_); // CHECK: paraudit-lock-order-inversion
  return size_;
}

void cc::Types::grow() {
  std::lock_guard<std::mutex> guard(mutex_);
  size_ += decls().count();
}
