#include "database.h"

void Database::log_and_apply() {
  MutexLock lock(&versions); // CHECK: paraudit-lock-order-contradiction
}
