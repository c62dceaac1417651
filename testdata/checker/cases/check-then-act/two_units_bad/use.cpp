#include "pool.h"

int get(Pool& pool) {
  if (pool.empty())
    return -1;
  return pool.take(); // CHECK: paraudit-check-then-act
}
