#include "table.h"

int Table::peek() {
  return rows_; // CHECK: paraudit-unguarded-access
}

int use(Table& table) {
  table.add();
  table.remove();
  return table.peek();
}
