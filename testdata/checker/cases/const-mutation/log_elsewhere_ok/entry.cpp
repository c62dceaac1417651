#include "log.h"

struct Entry {
  int size = 0;
  int get() const {
    log("get");
    return size;
  }
};

int total(const Entry& entry) {
  return entry.get();
}
