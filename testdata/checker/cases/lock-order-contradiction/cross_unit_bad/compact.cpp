#include "database.h"

void Database::compact() {
  MutexLock lock(&files);
  log_and_apply();
}
