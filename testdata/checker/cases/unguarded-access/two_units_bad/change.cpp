#include "table.h"

void Table::add() {
  std::lock_guard<std::mutex> lock(mutex_);
  ++rows_;
}

void Table::remove() {
  std::lock_guard<std::mutex> lock(mutex_);
  --rows_;
}
