#include "locks.h"

void Table::add(int row) {
  std::lock_guard<std::mutex> guard(mutex_); // CHECK: paraudit-lock-order-inversion
  rows_ += row;
}

void Table::compact() {
  std::lock_guard<std::mutex> guard(mutex_);
  rows_ = 0;
  the_log().append(rows_);
}
