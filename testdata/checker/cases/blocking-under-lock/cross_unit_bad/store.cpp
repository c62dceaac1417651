#include "store.h"
#include <cstdio>

void Store::save(int value) {
  std::FILE* file = std::fopen("store.bin", "wb"); // CHECK: paraudit-blocking-under-lock
  std::fwrite(&value, sizeof value, 1, file); // a note of the finding above
  std::fclose(file);
}
